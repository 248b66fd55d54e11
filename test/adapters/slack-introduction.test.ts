import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isObject } from "../../adapters/slack/block-kit.ts";
import type { Mode } from "./slack-bench.ts";
import { type LifeBench, openLife } from "./slack-life-bench.ts";

const modes: readonly Mode[] = ["http", "socket"];

describe.each(modes)("the bot that is invited to a channel, over %s", (mode) => {
  let bench: LifeBench;
  beforeEach(async () => {
    bench = await openLife(mode);
  });
  afterEach(() => bench.close());

  const posts = (id = "C1") => bench.posts(id);
  const isDone =
    (id = "C1") =>
    () =>
      stateOf(bench, id);

  it("says once who invited it and how to subscribe, with buttons for it", async () => {
    await bench.slack.invite("C1");
    await expect.poll(posts).toHaveLength(1);
    const [words] = posts();
    expect(words).toMatch(/Watchpost is here.*invited it/s);
    expect(words).toContain("UADA");
    expect(words).toContain("subscribe status");
    expect(buttonsOn(bench)).toEqual(["Subscribe", "Status", "Help"]);
    await bench.slack.again(); // Slack believes that it was lost.
    await bench.slack.mention("ping");
    await expect.poll(posts).toHaveLength(2);
    expect(posts()[1]).toContain("You said ping");
  });

  it("names nobody whom Slack does not name", async () => {
    await bench.slack.invite("C1", "");
    await expect.poll(posts).toEqual([expect.stringContaining("Somebody invited it.")]);
  });

  it("says what it follows where it was before, and tells what was kept", async () => {
    await bench.follow("C1");
    await bench.slack.remove("C1");
    await expect.poll(() => bench.paused("C1")).toContain("removed");
    await bench.slack.invite("C1");
    await expect.poll(posts).toEqual([expect.stringMatching(/goes on.*Auth0 status/s)]);
    expect(buttonsOn(bench)).toEqual(["Subscriptions", "Status", "Help"]);
    expect(await bench.paused("C1")).toBeUndefined();
  });

  it("is silent about itself after a restart, also when Slack then delivers the invitation again", async () => {
    await bench.slack.invite("C1");
    await expect.poll(isDone()).toBe("done");
    await bench.end();
    await bench.begin();
    await bench.slack.again();
    await bench.slack.invite("C2");
    await expect.poll(() => posts("C2")).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it("introduces itself again when it was removed and is invited again, also if the removal was never told", async () => {
    await bench.slack.invite("C1");
    await expect.poll(isDone()).toBe("done");
    await bench.slack.remove("C1");
    await bench.slack.invite("C1");
    await expect.poll(posts).toHaveLength(2);
    await expect.poll(isDone()).toBe("done");
    await bench.slack.invite("C1");
    await expect.poll(posts).toHaveLength(3);
  });

  it("says it later where Slack asks it to wait, and is stopped meanwhile without waiting for that", async () => {
    bench.slack.fail({ kind: "429", retryAfter: 60, channel: "C1" });
    await bench.slack.invite("C1");
    await expect.poll(() => bench.slack.calls).toContain("chat.postMessage");
    await expect.poll(isDone()).toBe("wanted");
    const began = Date.now();
    await bench.end();
    expect(Date.now() - began).toBeLessThan(30_000);
    expect(posts()).toEqual([]);
    await bench.begin();
    await expect.poll(posts).toHaveLength(1);
  });

  it("does not say it twice when it was never learned whether it was shown", async () => {
    bench.slack.fail({ kind: "drop-after", channel: "C1" });
    await bench.slack.invite("C1");
    await expect.poll(isDone()).toBe("done");
    await bench.end();
    await bench.begin();
    await bench.slack.invite("C2");
    await expect.poll(() => posts("C2")).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it("says nothing when somebody else joins", async () => {
    const event = { type: "member_joined_channel", user: "UEVE", channel: "C1", inviter: "UADA" };
    await bench.slack.event(event);
    await bench.slack.invite("C2");
    await expect.poll(() => posts("C2")).toHaveLength(1);
    expect(posts()).toEqual([]);
  });

  it("posts apart what many invitations at once call for, the one that hangs delaying none", async () => {
    bench.slack.fail({ kind: "slow", ms: 60_000, channel: "C1" });
    for (const id of ["C1", "C2", "C3"]) await bench.slack.invite(id);
    await expect.poll(() => [...posts("C2"), ...posts("C3")]).toHaveLength(2);
    const [one, other] = bench.slack.world.operations.map(({ at }) => at);
    expect((other ?? 0) - (one ?? 0)).toBeGreaterThan(900);
  });
});

async function stateOf({ store }: LifeBench, id: string): Promise<string | undefined> {
  const records = store.records("watchpost:introductions");
  return (await records.get<{ state: string }>(`slack:channel:${id}`))?.state;
}

function buttonsOn({ slack }: LifeBench): readonly unknown[] {
  const blocks = slack.world.messages.findLast(({ channel }) => channel === "C1")?.blocks;
  return (Array.isArray(blocks) ? blocks : [])
    .filter(({ type }) => type === "actions")
    .flatMap(({ elements }) => elements)
    .map(({ text }) => isObject(text) && text.text);
}
