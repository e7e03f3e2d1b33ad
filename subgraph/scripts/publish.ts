import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFor } from "./buildFor.ts";
import { deployKey, KEY_VARIABLE, withDeployKey } from "./deployKey.ts";
import { graph } from "./graph.ts";
import { interruptible } from "./interruptible.ts";
import { givenFile, type Network, readNetwork } from "./networks.ts";
import { folder, withSourceManifest } from "./sourceManifest.ts";
import { uploadsOf } from "./upload.ts";

const STUDIO = "https://api.studio.thegraph.com/deploy/";
const USAGE = `Builds the subgraph for a network and deploys it to Subgraph Studio, or to another node that takes graph deploy.

  npm run publish:studio -- --network NAME --slug NAME --version-label v0.1.0 [options]

  --network NAME         whose contracts: an entry of the networks file, such as base-sepolia
  --slug NAME            the subgraph's name in Studio, which was created there
  --version-label TEXT   the version, such as v0.1.0; Studio takes each once
  --networks FILE        subgraph/networks.json when not given
  --node URL, --ipfs URL another node than Studio's, another IPFS than The Graph's
  --skip-codegen         the generated code is there already
  --dry-run              build, and list what would be uploaded; no key is needed

${KEY_VARIABLE} holds the deploy key. It is never logged and never in a command line.`;

const options = {
  network: { type: "string" },
  slug: { type: "string" },
  "version-label": { type: "string" },
  networks: { type: "string", default: join(folder, "networks.json") },
  node: { type: "string", default: STUDIO },
  ipfs: { type: "string" },
  "skip-codegen": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** What is published: checked, and without its key. */
type Publication = {
  name: string;
  network: Network;
  slug: string;
  label: string;
  node: string;
  ipfs: string[];
};

async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  if (values.help) console.log(USAGE);
  else await interruptible((signal) => publish(values, signal));
}

async function publish(values: Values, signal: AbortSignal): Promise<void> {
  const publication = checked(values);
  const key = values["dry-run"] ? null : deployKey(process.env);
  if (!values["skip-codegen"]) await graph(["codegen", "--skip-migrations"], signal);
  if (key === null) await rehearse(publication, signal);
  else await deploy(publication, key, signal);
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function checked(values: Values): Publication {
  const name = named(values.network, "--network", /^(?!local$)[\w-]+$/, "a network such as base-sepolia");
  const slug = named(values.slug, "--slug", /^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and -");
  const label = named(values["version-label"], "--version-label", /^[\w.-]+$/, "a version such as v0.1.0");
  if (!URL.canParse(values.node)) throw new Error(`--node is "${values.node}", expected a URL`);
  const ipfs = values.ipfs === undefined ? [] : ["--ipfs", values.ipfs];
  return {
    name,
    slug,
    label,
    node: values.node,
    ipfs,
    network: readNetwork(givenFile(values.networks), name),
  };
}

function named(value: string | undefined, option: string, form: RegExp, expected: string): string {
  if (value === undefined) throw new Error(`${option} is missing: give ${expected}`);
  if (!form.test(value)) throw new Error(`${option} is "${value}", expected ${expected}`);
  return value;
}

async function rehearse(publication: Publication, signal: AbortSignal): Promise<void> {
  const { name, network, slug, label, node } = publication;
  const uploads = uploadsOf(await buildFor(name, network, signal));
  for (const { file, bytes } of uploads) console.log(`${String(bytes).padStart(9)}  ${file}`);
  const total = uploads.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(
    `${uploads.length} files, ${total} bytes would go to ${node} as ${slug} ${label}: nothing was sent`,
  );
}

async function deploy(publication: Publication, key: string, signal: AbortSignal): Promise<void> {
  const { name, network, slug, label, node, ipfs } = publication;
  const to = ["--version-label", label, "--node", node, ...ipfs, "--output-dir", join("dist", name)];
  await withDeployKey(key, node, (env) =>
    withSourceManifest(name, network, (manifest) =>
      graph(["deploy", slug, manifest, "--skip-migrations", ...to], signal, env),
    ),
  );
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(`publish:studio: ${error instanceof Error ? error.message : error}`);
  console.error("npm run publish:studio -- --help says what it takes");
  process.exitCode = 1;
}
