import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { addSlash, authorize, getSlasher } from "../../src/entities/Slasher";
import { big, blockAt, bob } from "./world";

const id = bob.toHexString();

describe("Slasher", () => {
  beforeEach(() => {
    clearStore();
  });

  test("is authorised and revoked, each with its moment", () => {
    authorize(getSlasher(bob), true, blockAt(2));
    assert.fieldEquals("Slasher", id, "isAuthorized", "true");
    authorize(getSlasher(bob), false, blockAt(5));
    assert.fieldEquals("Slasher", id, "isAuthorized", "false");
    assert.fieldEquals("Slasher", id, "authorizedAtBlock", "2");
    assert.fieldEquals("Slasher", id, "revokedAt", "50");
  });

  test("sums up what it asked for and what it took", () => {
    addSlash(getSlasher(bob), big(10), big(7));
    addSlash(getSlasher(bob), big(5), big(5));
    assert.fieldEquals("Slasher", id, "slashCount", "2");
    assert.fieldEquals("Slasher", id, "totalRequested", "15");
    assert.fieldEquals("Slasher", id, "totalSlashed", "12");
    assert.fieldEquals("Slasher", id, "isAuthorized", "false");
  });
});
