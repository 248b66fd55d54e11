import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import type { Mode } from "./slack-bench.ts";
import { type LifeBench, openLife } from "./slack-life-bench.ts";

const modes: readonly Mode[] = ["http", "socket"];

function incident(id: string, ...phases: readonly Phase[]): Subject {
  return {
    source: "status",
    id,
    title: `Trouble ${id}`,
    url: "",
    phase: phases.at(-1) ?? "investigating",
    revisions: withKeys(phases.map((phase, nth) => ({ phase, text: `${id} says ${nth}.` }))),
    labels: [],
    facts: [],
  };
}

describe.each(modes)("what is told through Slack's own limits, over %s", (mode) => {
  let bench: LifeBench;
  beforeEach(async () => {
    bench = await openLife(mode);
    bench.slack.settings.enforceRates = true;
    for (const id of ["C1", "C2", "C3"]) {
      bench.slack.setChannel(id, "open");
      await bench.follow(id);
    }
  });
  afterEach(() => bench.close());

  const done = (op: "post" | "edit", id?: string) =>
    bench.slack.world.operations.filter(
      (one) => one.op === op && (id === undefined || one.channel === id),
    );
  const calls = (method: string) => bench.slack.calls.filter((call) => call === method).length;

  it("is told in every other channel while Slack holds one back, and there once it may be", async () => {
    bench.slack.fail({ kind: "429", retryAfter: 3, channel: "C1" });
    const began = Date.now();
    await bench.show(incident("i", "investigating"));
    await expect.poll(() => done("post")).toHaveLength(3);
    expect(done("post").map(({ channel }) => channel)[2]).toBe("C1");
    expect(Date.now() - began).toBeGreaterThanOrEqual(3000);
  });

  it("keeps to one post a second in a channel, so that none of a burst is refused", async () => {
    await bench.store.subscriptions.mute("slack:channel:C2", new Date(Date.now() + 60_000));
    await bench.store.subscriptions.mute("slack:channel:C3", new Date(Date.now() + 60_000));
    await bench.show(...["a", "b", "c", "d"].map((id) => incident(id, "investigating")));
    await expect.poll(() => done("post", "C1")).toHaveLength(4);
    expect(calls("chat.postMessage")).toBe(4);
  });

  it("holds back edits alone, in every channel, where Slack refuses one; then shows the newest state alone", async () => {
    await bench.show(incident("i", "investigating"));
    await expect.poll(() => done("post")).toHaveLength(3);
    bench.slack.fail({ kind: "429", retryAfter: 6, method: "chat.update", times: 3 });
    const held = Date.now() + 6000;
    await bench.show(incident("i", "investigating", "identified"));
    await expect.poll(() => calls("chat.update")).toBeGreaterThan(0);
    await bench.show(
      incident("i", "investigating", "identified", "monitoring"),
      incident("new", "investigating"),
    );
    const news = () => done("post").filter(({ text }) => text.includes("new says 0."));
    await expect.poll(news).toHaveLength(3);
    await expect.poll(() => done("edit")).toHaveLength(3);
    const [first] = done("edit");
    for (const { at } of news()) expect(at).toBeLessThan(first?.at ?? 0);
    for (const { text, at } of done("edit")) {
      expect(text).toContain("i says 2.");
      expect(at).toBeGreaterThanOrEqual(held - 50);
    }
    // Beside them those that were on their way when the first was refused.
    expect(calls("chat.update")).toBeLessThanOrEqual(6);
  });
});
