import { expect, test } from "vitest";
import { creator, transcribe } from "./cast.ts";
import { emit } from "./events.ts";
import { block, story } from "./story.ts";

const blocks = [block(1, emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 5n))];

test("takes the right answer", async () => {
  await story(blocks, [["{ taskTypes { minStake } }", { taskTypes: [{ minStake: 5n }] }]]);
});

test("refuses a wrong answer, and shows both", async () => {
  const wrong = story(blocks, [["{ taskTypes { minStake } }", { taskTypes: [{ minStake: 6n }] }]]);
  await expect(wrong).rejects.toThrow(/-\s+"minStake": "6".*\+\s+"minStake": "5"/s);
});
