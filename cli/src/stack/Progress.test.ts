import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { grouped, Progress } from "./Progress.ts";

/** What a progress writes. */
class Screen {
  text = "";
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

describe("progress", () => {
  it("writes one plain line a step: name, result, time", async () => {
    const screen = new Screen(false);
    const result = await new Progress(screen).step(
      "History",
      async () => 42,
      (blocks) => `${blocks} blocks`,
    );
    expect(result).toBe(42);
    expect(screen.text).toMatch(/^✓ History {6}42 blocks {2}\(\d\.\d s\)\n$/);
  });

  it("redraws the line of the running step in a terminal, with how far it is", async () => {
    const screen = new Screen(true);
    await new Progress(screen).step(
      "Index",
      async (report) => {
        report("10 of 300 blocks");
        await sleep(250);
      },
      () => "done",
    );
    const drawings = screen.text.split("\r\x1b[2K");
    expect(drawings).toContain("… Index        10 of 300 blocks  (0.2 s)");
    expect(drawings.at(-1)).toMatch(/^✓ Index {8}done {2}\(0\.\d s\)\n$/);
  });

  it("marks the step that failed and passes its error on", async () => {
    const screen = new Screen(false);
    const work = async () => {
      throw new Error("no chain");
    };
    await expect(new Progress(screen).step("Chain", work, () => "")).rejects.toThrow("no chain");
    expect(screen.text).toMatch(/^✗ Chain {8}after \d\.\d s\n$/);
  });

  it("begins the closing line with Ready and ends it with the URL", () => {
    const screen = new Screen(false);
    new Progress(screen).ready("http://127.0.0.1:4010/graphql", ["chain RPC …"]);
    expect(screen.text).toMatch(/^Ready in \d\.\d s: http:\/\/127\.0\.0\.1:4010\/graphql$/m);
    expect(screen.text).toContain("  chain RPC …\n");
  });

  it("groups the digits of large numbers", () => {
    expect(grouped(12_593)).toBe("12,593");
  });
});
