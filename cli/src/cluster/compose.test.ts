import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { POSTGRES_SETTINGS } from "../stack/Postgres.ts";
import { freePort } from "../stack/ports.ts";
import { inRepository } from "../stack/repository.ts";
import { readSettings } from "../stack/settings.ts";
import { environmentOf } from "./LoadBalancer.ts";
import { PRIMARY_SETTINGS, REPLICA_SETTINGS } from "./Replica.ts";

const FILE = inRepository("docker-compose.yml");
const PROFILES = ["chain", "replica", "metrics"] as const;
/** Of their own package of Debian's; CI installs them (see .ci/run). */
const PACKAGES = { "docker-compose": "docker-compose", promtool: "prometheus" } as const;

type Service = {
  image: string;
  build?: { context: string; target: string };
  user?: string;
  restart: string;
  read_only?: boolean;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  deploy: { resources: { limits: { cpus: number | string; memory: string } } };
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
};
type Compose = { services: Record<string, Service> };

let folder: string;
/** With every profile and every choice made, and with none. */
let compose: Compose;
let plain: Compose;

/** What a program prints. Throws with what to do when it is not there or refuses its work. */
function run(program: keyof typeof PACKAGES, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === "ENOENT")
        reject(new Error(`${program} is missing: apt-get install ${PACKAGES[program]}, as .ci/run does`));
      else reject(new Error(`${program} ${args.join(" ")} refuses:\n${stdout}${stderr}`));
    });
  });
}

/** The whole file, as the compose client understands it with these profiles and .env.example. */
async function configOf(
  profiles: readonly string[],
  settings: Record<string, string> = {},
): Promise<Compose> {
  const env = { ...example(), POSTGRES_PASSWORD: "secret", COMPOSE_PROFILES: "", ...settings };
  const envFile = join(folder, `env-${profiles.join("-")}-${Object.keys(settings).join("-")}`);
  writeFileSync(
    envFile,
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  const chosen = profiles.flatMap((profile) => ["--profile", profile]);
  const args = ["--file", FILE, "--env-file", envFile, ...chosen, "config"];
  return parse(await run("docker-compose", args, inRepository("."))) as Compose;
}

function example(): Record<string, string> {
  return parseEnv(readFileSync(inRepository(".env.example"), "utf8")) as Record<string, string>;
}

function service(name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

/** The settings that a server's command names, -c one by one. */
function settingsOf({ command = [] }: Service): Record<string, string> {
  const pairs = command.filter((word) => word.includes("=")).map((word) => word.split("=", 2));
  return Object.fromEntries(pairs as [string, string][]);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "manometer-compose-"));
  [plain, compose] = await Promise.all([
    configOf([]),
    configOf(PROFILES, { REPLICA: "replica", API_HOST: "0.0.0.0" }),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("docker-compose.yml", () => {
  it("is understood with each profile, and starts by itself all that belongs to none", async () => {
    await Promise.all(PROFILES.map((profile) => configOf([profile])));
    const chosen = Object.entries(compose.services).flatMap(([name, { profiles = [] }]) =>
      profiles.map((profile) => [name, profile]),
    );

    expect(Object.fromEntries(chosen)).toEqual({ chain: "chain", replica: "replica", prometheus: "metrics" });
    expect(Object.keys(plain.services)).toEqual(
      expect.arrayContaining(
        "api-1 api-2 deployer haproxy index-node ipfs postgres query-1 query-2".split(" "),
      ),
    );
  });

  it("asks for the password, and for nothing that .env.example does not name", async () => {
    await expect(configOf([], { POSTGRES_PASSWORD: "" })).rejects.toThrow(
      /POSTGRES_PASSWORD.*set it in .env/s,
    );
    const asked = [...readFileSync(FILE, "utf8").matchAll(/\$\{(\w+)/g)].map(([, name]) => name);

    expect([...new Set([...asked, "COMPOSE_PROFILES"])].sort()).toEqual(Object.keys(example()).sort());
  });

  it("publishes ports on the loopback alone, the API's elsewhere by choice", () => {
    const portsOf = ({ services }: Compose) => Object.values(services).flatMap((each) => each.ports ?? []);

    expect(portsOf(plain).length).toBeGreaterThan(5);
    for (const port of portsOf(plain)) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+\/tcp$/);
    const open = portsOf(compose).filter((port) => !port.startsWith("127.0.0.1:"));
    expect(open).toEqual(["0.0.0.0:4000:4000/tcp"]);
  });

  it("pins each image, limits each service, and runs none as root", () => {
    for (const [name, { image, user, deploy, healthcheck, restart }] of Object.entries(compose.services)) {
      expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-[a-z0-9]+)?$/);
      expect(user, name).toMatch(/^(?!root\b|0\b).+/);
      expect(deploy.resources.limits).toEqual({
        cpus: expect.anything(),
        memory: expect.stringMatching(/^\d+[MG]$/),
      });
      expect(restart).toBe(name === "deployer" || name === "chain" ? "no" : "unless-stopped");
      if (name !== "deployer") expect(healthcheck, name).toBeDefined();
    }
    for (const name of ["api-1", "api-2", "haproxy", "index-node", "query-1"])
      expect(service(name).read_only).toBe(true);
  });

  it("builds each image of ours once, under the version of this project", () => {
    const { version } = JSON.parse(readFileSync(inRepository("package.json"), "utf8"));
    const imagesOf = (services: Service[]) => services.map(({ image }) => image);
    const all = Object.values(compose.services);
    const ours = imagesOf(all).filter((image) => image.startsWith("manometer-"));

    const built = imagesOf(all.filter(({ build }) => build !== undefined));
    expect(built.sort()).toEqual([...new Set(ours)].sort());
    for (const image of built) expect(image).toMatch(new RegExp(`:${version}$`));
  });

  it("lets the API call final only what graph-node cannot undo", () => {
    const threshold = service("index-node").environment?.ETHEREUM_REORG_THRESHOLD;
    expect(threshold).toBe("250");
    for (const name of ["api-1", "api-2"]) expect(service(name).environment?.FINALITY_BLOCKS).toBe(threshold);
  });

  it("mounts only files that exist", () => {
    const mounted = Object.values(compose.services).flatMap((each) => each.volumes ?? []);
    const files = mounted
      .filter((mount) => mount.startsWith("/"))
      .map((mount) => mount.split(":", 1)[0] as string);

    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(existsSync(file), file).toBe(true);
  });

  it("starts the API when the deployer has done its work, and that when graph-node is healthy", () => {
    expect(service("api-1").depends_on?.deployer?.condition).toBe("service_completed_successfully");
    expect(service("deployer").depends_on?.["index-node"]?.condition).toBe("service_healthy");
    expect(service("index-node").depends_on?.postgres?.condition).toBe("service_healthy");
  });
});

describe("the containers run what the processes of manometer up --cluster run", () => {
  it("graph-node, with the same settings", () => {
    const { ETHEREUM_POLLING_INTERVAL: _, ...settings } = readSettings("graph-node");
    expect(service("index-node").environment).toMatchObject({ ...settings, GRAPH_NODE_ID: "manometer" });
    for (const number of [1, 2]) {
      expect(service(`query-${number}`).environment).toMatchObject({
        ...settings,
        ...readSettings("query-node"),
        GRAPH_NODE_ID: `query_${number}`,
        GRAPH_POSTGRES_SECONDARY_HOSTS: "replica",
      });
    }
    expect(plain.services["query-1"]?.environment?.GRAPH_POSTGRES_SECONDARY_HOSTS).toBe("postgres");
    const gnd = JSON.parse(readFileSync(inRepository("package.json"), "utf8")).optionalDependencies;
    expect(service("query-1").image).toBe(`graphprotocol/graph-node:v${gnd["@graphprotocol/gnd-linux-x64"]}`);
  });

  it("PostgreSQL, with the same settings", () => {
    expect(settingsOf(service("postgres"))).toEqual({ ...POSTGRES_SETTINGS, ...PRIMARY_SETTINGS });
    expect(settingsOf(service("replica"))).toEqual({ ...POSTGRES_SETTINGS, ...REPLICA_SETTINGS });
    expect(service("postgres").environment?.POSTGRES_INITDB_ARGS).toBe("--encoding=UTF8 --locale=C");
  });

  it("HAProxy, with the same configuration and variables", () => {
    const pair = ["", ""] as const;
    const servers = { apis: pair, queryNodes: pair, statusNodes: pair };
    const variables = environmentOf({ api: 0, graphql: 0, status: 0, stats: 0 }, servers);

    expect(Object.keys(service("haproxy").environment ?? {}).sort()).toEqual(Object.keys(variables).sort());
    expect(service("haproxy").command?.slice(0, 3)).toEqual(["haproxy", "-db", "-f"]);
    expect(service("haproxy").volumes?.[0]).toMatch(/deploy\/haproxy\.cfg:.*haproxy\.cfg:ro$/);
  });

  it("the API, with the same program and settings", () => {
    for (const name of ["api-1", "api-2"]) {
      expect(service(name).command).toEqual(["node", "api/src/main.ts"]);
      expect(service(name).environment).toMatchObject({
        ...readSettings("api"),
        ...readSettings("api-behind-haproxy"),
      });
    }
  });
});

describe("Prometheus", () => {
  it("understands its configuration and the alerts", async () => {
    await run("promtool", ["check", "config", "prometheus.yml"], inRepository("deploy"));
    await run("promtool", ["check", "rules", "alerts.yml"], inRepository("deploy"));
  });

  it("raises each alert when it is due, and none while all is well", async () => {
    await run("promtool", ["test", "rules", "alerts.test.yml"], inRepository("deploy"));
    const text = (file: string) => readFileSync(inRepository(file), "utf8");
    const due = [...text("deploy/alerts.test.yml").matchAll(/alertname="(\w+)"/g)].map(([, name]) => name);
    const all = [...text("deploy/alerts.yml").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(due).toEqual(all);
  });

  it("asks every server that the file describes", () => {
    const text = readFileSync(inRepository("deploy/prometheus.yml"), "utf8");
    const hosts = [...text.matchAll(/"([\w-]+):\d+"/g)].map(([, host]) => host as string);

    expect(hosts.sort()).toEqual("api-1 api-2 haproxy index-node query-1 query-2".split(" "));
    for (const host of hosts) service(host);
  });

  it("alerts by figures that the API really tells", async () => {
    const alerts = readFileSync(inRepository("deploy/alerts.yml"), "utf8");
    const named = alerts.match(/\b(manometer|nodejs)_\w+/g) ?? [];
    const told = await figuresOfTheApi();

    expect(new Set(named).size).toBeGreaterThan(7);
    for (const name of named) expect(told).toContain(name.replace(/_(bucket|count|sum)$/, ""));
  });
});

/** The names of all figures that an API of its own tells at /metrics. */
async function figuresOfTheApi(): Promise<string[]> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), LOG_LEVEL: "info" };
  const child = spawn(process.execPath, [inRepository("api/src/main.ts")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(child.stdout, "data");
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name as string);
  } finally {
    child.kill("SIGKILL");
  }
}
