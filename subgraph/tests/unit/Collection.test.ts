import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { count } from "../../src/entities/Collection";
import { collectionId } from "../../src/ids";

describe("Collection", () => {
  beforeEach(() => {
    clearStore();
  });

  test("counts each type apart", () => {
    count("Reveal");
    count("Slash");
    count("Reveal");
    assert.entityCount("Collection", 2);
    assert.fieldEquals("Collection", collectionId("Reveal").toHexString(), "count", "2");
    assert.fieldEquals("Collection", collectionId("Slash").toHexString(), "name", "Slash");
  });
});
