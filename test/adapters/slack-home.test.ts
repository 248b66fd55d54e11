import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Invocation } from "../../src/core/chat-adapter.ts";
import { actions, heading, type Message, text } from "../../src/core/message.ts";
import { fastClock, patientClock } from "../fakes/fast-clock.ts";
import { type FakeRecords, fakeRecords } from "../fakes/records.ts";
import { patienceMs } from "../fakes/slack/driver.ts";
import { bot, echo, type Mode, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const ada = "slack:user:UADA";

/** What the bot is asked, and what it says of how things are. */
function house() {
  const heard: Invocation[] = [];
  let words = "All is well.";
  let waiting: Promise<void> | undefined;
  const answer: Answer = async function* (invocation) {
    heard.push(invocation);
    const working = { summary: "Working on it", blocks: [] };
    if (invocation.line.endsWith("slowly")) {
      yield { message: working, audience: "asker", pending: true };
    }
    if (invocation.line !== "home") return yield* echo(invocation);
    await waiting;
    yield { message: homeSaying(words), audience: "asker", pending: false };
  };
  return {
    heard,
    bot: bot(answer),
    homes: () => heard.filter(({ line }) => line === "home").length,
    says(now: string): void {
      words = now;
    },
    hang(): () => void {
      let go = () => {};
      waiting = new Promise<void>((resolve) => {
        go = resolve;
      });
      return go;
    },
  };
}

function homeSaying(words: string): Message {
  const buttons = [
    { label: "Status", line: "status" },
    { label: "Secrets", line: "secret" },
    { label: "Slowly", line: "secret slowly" },
    { label: "Refresh", line: "home" },
  ];
  return { summary: words, blocks: [heading("How it is"), text(words), actions(...buttons)] };
}

describe.each<Mode>(["http", "socket"])("a Home in Slack, over %s", (mode) => {
  let bench: SlackBench;
  let ours: ReturnType<typeof house>;
  let records: FakeRecords;
  /** Ten seconds pass in half of one. */
  const clock = fastClock(20);

  beforeEach(async () => {
    ours = house();
    records = fakeRecords();
    bench = await openSlack(mode, { records, clock });
    await bench.adapter.start(ours.bot);
  });
  afterEach(() => bench.close());

  const shown = (user?: string) => bench.slack.readHome(user);
  const published = () => bench.slack.calls.filter((call) => call === "views.publish").length;

  it("shows whoever opens it how things are, as they would be answered", async () => {
    const { status, ms } = await bench.slack.openHome();
    expect(status).toBe(200);
    expect(ms).toBeLessThan(patienceMs);
    await expect.poll(shown).toContain("All is well.");
    expect(ours.heard).toMatchObject([
      { line: "home", by: { id: ada }, from: { conversation: ada } },
    ]);
    expect(ours.heard[0]?.unasked).toBeUndefined();
  });

  it("is not made for another tab, nor twice for one who opens it twice at once", async () => {
    // At once is within two seconds, which here are a tenth of one.
    await bench.close();
    bench = await openSlack(mode, { records, clock: patientClock });
    await bench.adapter.start(ours.bot);
    await bench.slack.openHome({ tab: "messages" });
    await Promise.all([bench.slack.openHome(), bench.slack.openHome()]);
    await bench.slack.again();
    await expect.poll(shown).toContain("All is well.");
    await bench.slack.type("ping");
    await expect.poll(() => shownIn(bench.slack)).toHaveLength(1);
    expect(published()).toBe(1);
  });

  it("says that something comes where nothing stands yet, and only there", async () => {
    const go = ours.hang();
    expect((await bench.slack.openHome()).status).toBe(200);
    await expect.poll(shown).toContain("This takes a few seconds.");
    go();
    await expect.poll(shown).toContain("All is well.");
    ours.says("Still well.");
    const again = ours.hang();
    await clock.after(3000);
    await bench.slack.openHome();
    await expect.poll(ours.homes).toBe(2);
    await clock.after(3000);
    expect(shown()).toContain("All is well.");
    again();
    await expect.poll(shown).toContain("Still well.");
  });

  it("shows what has changed without being opened again, and nothing where nothing has", async () => {
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    ours.bot.change();
    await expect.poll(ours.homes).toBe(2);
    expect(ours.heard[1]?.unasked).toBe(true);
    ours.says("Logins fail.");
    ours.bot.change();
    ours.bot.change();
    await expect.poll(shown).toContain("Logins fail.");
    expect(published()).toBe(2);
    expect(ours.homes()).toBe(3);
  });

  it("keeps on after a restart, for those who had opened theirs", async () => {
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    await bench.adapter.stop();
    ours.says("Logins fail.");
    const again = await bench.reborn();
    await again.start(ours.bot);
    // Long before it would be made anew for its age.
    await expect.poll(shown, { timeout: 15_000 }).toContain("Logins fail.");
  });

  it("answers its buttons in direct messages, and says so", async () => {
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    for (const label of ["Status", "Secrets"]) {
      expect((await bench.slack.pressHome(label)).status).toBe(200);
    }
    await expect
      .poll(() => shownIn(bench.slack))
      .toMatchObject([
        { text: "You said status", isPrivate: true },
        { text: "You said secret", isPrivate: true },
      ]);
    const said = ours.heard.filter(({ line }) => line !== "home");
    expect(said.map(({ by, from }) => [by.id, from.conversation])).toEqual([
      [ada, ada],
      [ada, ada],
    ]);
    const news = /The answer to "(status|secret)" is under Messages\./;
    await expect.poll(shown).toMatch(news);
    ours.says("Logins fail.");
    ours.bot.change();
    await expect.poll(shown).toContain("Logins fail.");
    expect(shown()).toMatch(news);
    await clock.after(3000);
    await bench.slack.openHome();
    await expect.poll(shown).not.toMatch(news);
    expect(bench.troubles).toEqual([]);
  });

  it("shows in direct messages that an answer is under way, and then the answer in its place", async () => {
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    await bench.slack.pressHome("Slowly");
    const done = () =>
      bench.slack.world.operations.map(({ op, channel, text: said }) => [op, channel, said]);
    await expect.poll(done).toEqual([
      ["post", "DADA", "Working on it"],
      ["edit", "DADA", "You said secret slowly"],
    ]);
    expect(bench.troubles).toEqual([]);
  });

  it("is made anew by its own button, and answers nothing elsewhere", async () => {
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    await clock.after(3000);
    ours.says("Logins fail.");
    await bench.slack.pressHome("Refresh");
    await expect.poll(shown).toContain("Logins fail.");
    expect(shownIn(bench.slack)).toEqual([]);
  });

  it.each([
    ["is throttled", { kind: "429", retryAfter: 5 }],
    ["fails", { kind: "500" }],
    ["breaks the connection", { kind: "drop-before" }],
    ["had another one come in between", { kind: "refuse", code: "hash_conflict" }],
  ] as const)("is shown in the end although Slack %s", async (_, fault) => {
    bench.slack.fail({ ...fault, method: "views.publish" });
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    expect(published()).toBe(2);
  });

  it("is shown without blocks where Slack refuses them", async () => {
    bench.slack.fail({ kind: "refuse", code: "invalid_blocks", method: "views.publish" });
    await bench.slack.openHome();
    await expect.poll(shown).toContain("All is well.");
    expect(bench.slack.views.homes.get("UADA")?.content.blocks).toHaveLength(1);
  });

  it.each(["user_not_found", "not_enabled", "token_revoked"])(
    "is not tried on and on where Slack says %s",
    async (code) => {
      bench.slack.fail({ kind: "refuse", code, method: "views.publish" });
      await bench.slack.openHome();
      await expect.poll(published).toBe(1);
      ours.bot.change();
      await clock.after(20_000);
      expect(published()).toBe(1);
      expect(bench.troubles.join("\n")).toContain("a Home could not be shown in Slack");
      const kept = await records.list("home/");
      expect(kept).toHaveLength(code === "user_not_found" ? 0 : 1);
    },
  );

  it("says what kept it from being made, when, and how to try again", async () => {
    const words = "Something went wrong.";
    const broken = await bench.reborn();
    await bench.adapter.stop();
    await broken.start(
      bot(async function* () {
        const message = { summary: words, blocks: [text(words)] };
        yield { message, audience: "asker", pending: false };
      }),
    );
    await bench.slack.openHome();
    await expect.poll(shown).toMatch(/Something went wrong\.\nAs of .*\nTry again/);
    await broken.stop();
  });
});
