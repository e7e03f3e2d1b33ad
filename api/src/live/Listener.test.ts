import { expect, test } from "vitest";
import { Backlog } from "./Backlog.ts";
import { Listener } from "./Listener.ts";

function listen() {
  const told = { ended: 0, dropped: 0 };
  const count = (name: keyof typeof told) => () => {
    told[name] += 1;
  };
  const backlog = new Backlog();
  return { listener: new Listener({ backlog, drop: count("dropped") }, count("ended")), backlog, told };
}

const event = (text: string) => ({ data: { text } });

test("events come in order, whether they wait or are waited for", async () => {
  const { listener, backlog } = listen();
  listener.push(event("a"));
  const taken = [listener.next(), listener.next(), listener.next()];
  listener.push(event("b"));
  listener.push(event("c"));
  listener.push(event("d"));
  expect(backlog.waiting.events).toBe(1);
  const values = await Promise.all([...taken, listener.next()]);
  expect(values.map(({ value }) => value?.data?.text)).toEqual(["a", "b", "c", "d"]);
  expect(backlog.waiting).toEqual({ events: 0, bytes: 0 });
});

test("after its end it gives what waits and then nothing, and says so once", async () => {
  const { listener, told } = listen();
  listener.push(event("a"));
  listener.end();
  listener.end();
  listener.push(event("b"));
  expect(await listener.next()).toEqual({ done: false, value: event("a") });
  expect(await listener.next()).toEqual({ done: true, value: undefined });
  expect(told).toEqual({ ended: 1, dropped: 0 });
});

test("who wants no more ends a wait at once", async () => {
  const { listener, told } = listen();
  const waiting = listener.next();
  await listener.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(told.ended).toBe(1);
});

test.each([
  ["too many events", 1001, "x"],
  ["too many bytes", 5, "x".repeat(300_000)],
])("with %s waiting the client is dropped, and nothing is kept for it", (_, count, text) => {
  const { listener, backlog, told } = listen();
  for (let pushed = 1; pushed < count; pushed++) listener.push(event(text));
  expect(told.dropped).toBe(count === 5 ? 1 : 0);
  listener.push(event(text));
  expect(told).toEqual({ ended: 1, dropped: 1 });
  expect(backlog.waiting).toEqual({ events: 0, bytes: 0 });
});

test("one event may be of any size", () => {
  const { listener, told } = listen();
  listener.push(event("x".repeat(5_000_000)));
  expect(told.dropped).toBe(0);
});
