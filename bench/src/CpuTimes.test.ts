import { expect, test } from "vitest";
import { perRequest, statOf } from "./CpuTimes.ts";

test("a process's line is read whatever its name is", () => {
  const line = "4242 (a) b (c) S 17 4242 4242 0 -1 4194560 9 0 0 0 120 30 7 3 20 0 11 0 1221137 0 0";

  expect(statOf(line)).toEqual({ pid: 4242, parent: 17, own: 1500, ended: 100 });
});

test("time is shared out among the requests", () => {
  expect(perRequest({ API: 100, client: 50 }, { API: 600, client: 50 }, 250)).toEqual({ API: 2, client: 0 });
});
