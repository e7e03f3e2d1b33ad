import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { endpointsOf, writeEndpoints } from "./Endpoints.ts";

it("are for nobody else on the machine: the address of an RPC may hold a key", () => {
  const folder = mkdtempSync(join(tmpdir(), "manometer-test-"));
  const graphNode = { queryUrl: "", statusUrl: "", adminUrl: "" };
  const rpc = "https://base.example/v3/secret";
  writeEndpoints(folder, { graphNode, postgresPort: 1, rpc, network: "base", genesis: "0x", sources: {} });
  expect(endpointsOf(folder)?.rpc).toBe(rpc);
  expect(statSync(join(folder, "endpoints.json")).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
