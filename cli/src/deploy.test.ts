import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { GraphNodeStandIn } from "./versions/GraphNodeStandIn.ts";
import type { GraphNodeUrls } from "./versions/Versions.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

function goBack({ adminUrl, statusUrl }: GraphNodeUrls) {
  const child = spawn(process.execPath, [
    main,
    "deploy",
    "--rollback",
    "--admin",
    adminUrl,
    "--status",
    statusUrl,
  ]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return { child, output: () => output };
}

it("goes back to nothing after Ctrl-C: what is served stays", async () => {
  const names = { manometer: "new", "manometer-previous": "old" };
  const node = await GraphNodeStandIn.start(names);
  const { child, output } = goBack(node.urls);
  node.onOrder = () => void (child.exitCode ?? child.kill("SIGINT"));
  const [code] = await once(child, "close");
  expect([code, node.names.get("manometer")]).toEqual([130, "new"]);
  expect(output()).toContain("what was served still is");
  node.stop();
});

it("ends at once at the second Ctrl-C, whatever it waits for", async () => {
  const hangs = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  await once(hangs, "listening");
  const url = `http://127.0.0.1:${(hangs.address() as AddressInfo).port}`;
  const { child, output } = goBack({ adminUrl: url, statusUrl: url });
  await once(hangs, "connection");
  child.kill("SIGINT");
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGINT"), 600);
  const begun = performance.now();
  const [code] = await once(child, "close");
  expect(performance.now() - begun).toBeLessThan(8000);
  expect([code, output()]).toEqual([130, expect.stringContaining("killing everything")]);
  hangs.close();
});
