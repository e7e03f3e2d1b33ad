import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keccak256, toHex } from "viem";
import { deploySuperfluid } from "../../scripts/superfluid.ts";
import { fixture, publicClient, walletClient } from "../fixture.ts";

const gdaType = keccak256(toHex("org.superfluid-finance.agreements.GeneralDistributionAgreement.v1"));

describe("deploySuperfluid", () => {
  it("gives a host that knows the agreement, and a SuperToken of that host over the token", async () => {
    const { framework, host, superToken } = await fixture();
    assert.equal(await host.read.getAgreementClass([gdaType]), framework.gda);
    assert.equal(await superToken.read.getHost(), framework.host);
    assert.equal(await superToken.read.getUnderlyingToken(), framework.token);
    assert.ok(await publicClient.getCode({ address: framework.gdaForwarder }));
  });

  it("can be repeated on the same chain, and tells its progress", async () => {
    const { framework } = await fixture();
    const seen: [number, number][] = [];
    const again = await deploySuperfluid({ walletClient, publicClient }, (done, total) => {
      seen.push([done, total]);
    });
    assert.notEqual(again.host, framework.host);
    assert.deepEqual(
      seen.map(([done]) => done),
      seen.map((_, index) => index),
    );
    assert.ok(seen.every(([, total]) => total === seen.length));
  });
});
