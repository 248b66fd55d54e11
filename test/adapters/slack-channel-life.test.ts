import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import type { Mode } from "./slack-bench.ts";
import { type LifeBench, openLife } from "./slack-life-bench.ts";

const modes: readonly Mode[] = ["http", "socket"];

function incident(...phases: readonly Phase[]): Subject {
  return {
    source: "status",
    id: "i1",
    title: "Logins fail",
    url: "",
    phase: phases.at(-1) ?? "investigating",
    revisions: withKeys(phases.map((phase, nth) => ({ phase, text: `It says ${nth}.` }))),
    labels: [],
    facts: [],
  };
}

describe.each(modes)("the life of a channel over %s", (mode) => {
  let bench: LifeBench;
  beforeEach(async () => {
    bench = await openLife(mode);
    await bench.follow("C1");
  });
  afterEach(() => bench.close());

  const posts = (id = "C1") => bench.posts(id);
  /** What ada, who subscribed it, was told in direct messages. */
  const direct = () => posts("DADA").join("\n");
  const paused = () => bench.paused("C1");

  it.each([
    ["archived", "archive", "unarchive", /archived/],
    ["left", "remove", "invite", /removed/],
  ] as const)(
    "is paused when it is %s, and goes on when that is undone, each told in a direct message",
    async (_, end, undo, reason) => {
      await bench.slack[end]("C1");
      await expect.poll(paused).toMatch(reason);
      await expect.poll(direct).toMatch(reason);
      await bench.show(incident("investigating"));
      await bench.slack[undo]("C1");
      await expect.poll(() => posts().join()).toContain("It says 0.");
      expect(await paused()).toBeUndefined();
      await expect.poll(direct).toContain("Watchpost can post there again.");
    },
  );

  it("is paused when it is deleted, and kept", async () => {
    await bench.slack.deleteChannel("C1");
    await expect.poll(paused).toContain("deleted");
    await expect.poll(direct).toContain("deleted");
    expect(await bench.store.subscriptions.list("slack:channel:C1")).toHaveLength(1);
  });

  it("is paused by the first post that Slack refuses, where no event told of it", async () => {
    bench.slack.setChannel("C1", "private"); // Made private while the bot was not in it.
    await bench.show(incident("investigating"));
    await expect.poll(paused).toContain("/invite @");
    await expect.poll(direct).toContain("/invite @");
  });

  it("goes on through a new name as if nothing had happened", async () => {
    await bench.show(incident("investigating"));
    await expect.poll(posts).toHaveLength(1);
    await bench.slack.rename("C1", "other-name");
    await bench.show(incident("investigating", "resolved"));
    await expect.poll(posts).toHaveLength(2);
    expect(direct()).toBe("");
  });

  it("goes on under a new id, on the same card and in its thread, though it is told twice and the bot is restarted", async () => {
    await bench.show(incident("investigating"));
    await expect.poll(posts).toHaveLength(1);
    const [card] = bench.slack.world.operations;
    await bench.slack.changeId("C1", "C2");
    await bench.slack.again();
    await expect.poll(() => bench.store.subscriptions.list("slack:channel:C2")).toHaveLength(1);
    await bench.end();
    await bench.begin();
    await bench.show(incident("investigating", "resolved"));
    await expect.poll(() => posts("C2")).toHaveLength(1);
    const later = bench.slack.world.operations.filter(({ channel }) => channel === "C2");
    expect(later.map(({ op, ts, thread }) => [op, op === "edit" ? ts : thread])).toEqual([
      ["edit", card?.ts],
      ["post", card?.ts],
    ]);
    expect(await bench.store.subscriptions.conditions()).toEqual([]);
  });

  it("tells the operator which lines of the settings call it by its old id", async () => {
    await bench.slack.changeId("CSET", "CNEW");
    const change = { from: "slack:channel:CSET", to: "slack:channel:CNEW" };
    await expect
      .poll(() => bench.warned)
      .toEqual([
        { path: "subscriptions[0].in", ...change },
        { path: "access.operators[0]", ...change },
      ]);
  });

  it("tells whoever subscribed it, once, that outsiders read it now, and when they do no more", async () => {
    await bench.slack.share("C1");
    await expect.poll(direct).toContain("its people read what Watchpost posts there");
    await bench.slack.share("C1", "TTHIRD");
    await bench.slack.unshare("C1", { others: true });
    const sharedSince = async () =>
      (await bench.store.subscriptions.conditions()).map((one) => one.sharedSince);
    expect(await sharedSince()).toEqual([expect.any(Date)]);
    await bench.slack.unshare("C1");
    await expect.poll(direct).toContain("no longer shared");
    expect(await sharedSince()).toEqual([]);
    expect(direct().split("its people read").length - 1).toBeLessThanOrEqual(2); // The card and the word itself.
  });

  it("is paused with everything else when the app is uninstalled, and goes on when it is installed again", async () => {
    await bench.follow("C2", "changelog");
    bench.slack.setChannel("C2", "archived");
    await bench.slack.archive("C2");
    await expect.poll(() => bench.paused("C2")).toContain("archived");
    await bench.slack.uninstall();
    await expect.poll(paused).toContain("uninstalled");
    await bench.show(incident("investigating"));
    await expect.poll(() => bench.slack.calls).toContain("chat.postMessage"); // To ada, and refused.
    await bench.end();
    bench.slack.install();
    await bench.begin();
    await expect.poll(() => posts().join()).toContain("It says 0.");
    expect(await paused()).toBeUndefined();
    await expect.poll(direct).toContain("Watchpost can post there again.");
    expect(await bench.paused("C2")).toContain("archived"); // Which no token mends.
  });

  it("goes on at once when the token works again, where it was found out by a post that it does not", async () => {
    bench.slack.settings.revoked = true;
    await bench.show(incident("investigating"));
    await expect.poll(paused).toContain("slack.botToken");
    const [condition] = await bench.store.subscriptions.conditions();
    expect(condition?.paused?.everywhere).toBe(true); // By itself it is tried again in seconds.
    await bench.end();
    await bench.begin(); // Still refused: nothing goes on by a start alone.
    expect(await paused()).toContain("slack.botToken");
    await bench.end();
    bench.slack.install();
    await bench.begin();
    // Before it would have been tried again by itself.
    await expect.poll(() => posts().join(), { timeout: 20_000 }).toContain("It says 0.");
  });

  it("goes on by itself when the app is installed again while the bot runs", async () => {
    await bench.slack.uninstall();
    await expect.poll(paused).toContain("uninstalled");
    bench.slack.install();
    await expect.poll(paused).toBeUndefined();
  });
});
