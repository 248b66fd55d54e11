import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBench } from "../playground/bench.ts";
import { general, grace, group, ops, personal } from "../playground/cast.ts";
import { openKeyboard } from "../playground/keyboard.ts";
import type { Shown } from "../playground/screen.ts";
import type { Incident } from "./status-feed.ts";

const hostile = "Elevated <at>everyone</at> **login** [errors](https://evil.example) {{DATE(x)}}";
const asHtml = hostile.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const incident = (count: number, id = "i1", title = asHtml): Incident => ({
  id,
  title,
  updated: "2026-11-20T11:00:00Z",
  updates: [
    { at: "Nov 20, 10:00 UTC", status: "Investigating", text: "Step one: we look into it." },
    { at: "Nov 20, 10:20 UTC", status: "Identified", text: "Step two: a cache is at fault." },
    { at: "Nov 20, 10:40 UTC", status: "Resolved", text: "Step three: the cache is back." },
    {
      at: "Nov 25, 09:00 UTC",
      status: "Postmortem",
      text: "Step four: what went wrong, at length.",
    },
  ].slice(0, count),
});

describe("the built bot in Microsoft's Agents Playground", () => {
  let bench: Awaited<ReturnType<typeof openBench>>;
  let keyboard: Awaited<ReturnType<typeof openKeyboard>>;
  beforeAll(async () => {
    bench = await openBench();
    keyboard = await openKeyboard(bench.url);
  });
  afterAll(async () => {
    keyboard?.close();
    await bench?.close();
  });

  const shownBy: typeof keyboard.shownBy = (act, count) => keyboard.shownBy(act, count);
  const shownAt = ({ id }: Shown) => keyboard.messages().find((one) => one.id === id) as Shown;
  /** What stands there in the end; at first it may say that it is under way. */
  async function answerTo(line: string, where?: string): Promise<Shown> {
    const [first] = await shownBy(() => keyboard.say(line, where ? { in: where } : {}));
    const answer = () => shownAt(first as Shown);
    await expect.poll(() => answer().text).not.toContain(`Working on "`);
    return answer();
  }
  const newest = (): Shown => keyboard.messages().at(-1) as Shown;

  it("introduces itself once where it is installed, although that is told twice", async () => {
    const [introduction] = await shownBy(() => keyboard.install(ops));
    expect(introduction?.text).toMatch(/Watchpost is here[\s\S]*subscribe status/);
    expect(introduction?.conversation).toContain(ops);
    await answerTo("help mute");
    expect(keyboard.messages(ops)).toHaveLength(2);
  });

  it("answers in the personal chat without being called", async () => {
    expect((await answerTo("help", personal)).text).toContain("subscribe");
    expect(newest().conversation).toBe(personal);
  });

  it("answers a mention in its thread, and reads nothing that does not call it", async () => {
    let question: string | undefined;
    const shown = await shownBy(async () => {
      await keyboard.say("our secret plan", { unaddressed: true });
      question = await keyboard.say("incidents");
    });
    expect(shown).toMatchObject([
      { conversation: question, text: expect.stringContaining("no incident") },
    ]);
  });

  it("answers a reply in a thread there, not anew", async () => {
    const { conversation } = await answerTo("explain fp");
    const answer = await answerTo("help bulletins", conversation);
    expect(answer).toMatchObject({ conversation, text: expect.stringContaining("bulletins") });
  });

  it("answers in a group chat", async () => {
    const answer = await answerTo("help status", group);
    expect(answer).toMatchObject({ conversation: group, text: expect.stringContaining("status") });
  });

  it("answers what is said to it alone, as the slash menu does it", async () => {
    const [answer] = await shownBy(() => keyboard.hear("/incidents", { targeted: true }));
    expect(answer?.text).toContain("no incident");
  });

  it("answers a wrong word with the nearest command", async () => {
    expect((await answerTo("subscrib status")).text).toContain("Did you mean");
  });

  it("refuses whoever lacks the role, with the line that would grant it", async () => {
    const { id, aadObjectId, name } = grace;
    const by = { id, aadObjectId, name };
    const [refusal] = await shownBy(() => keyboard.hear("logs", { by, targeted: true }));
    expect(refusal?.text).toContain(`teams:user:${grace.aadObjectId}`);
  });

  it("tells what Auth0 and the tenant say: status, logs and readiness", async () => {
    expect((await answerTo("status")).text).toContain("prod");
    expect((await answerTo("logs type:failures since:24h", personal)).text).toContain(
      "@example.com",
    );
    expect((await answerTo("readiness")).text).toMatch(/not ready/i);
  });

  it("logs in when asked, and again at the press of a button", async () => {
    expect((await answerTo("login")).text).toContain("Login on prod works");
    const [again] = await shownBy(async () => {
      expect(await keyboard.press("Again")).toMatchObject({ value: expect.any(String) });
    });
    expect(again?.text).toContain("Login on prod works");
    expect(again?.thread).toBe(keyboard.messages().at(-2)?.thread);
  });

  it("turns a page and shares for all at the press of a button, also where clients submit it as a message", async () => {
    await answerTo("logs", personal);
    const [second] = await shownBy(() => keyboard.press("Older"));
    expect(second?.conversation).toBe(personal);
    for (const way of ["press", "submit"] as const) {
      const mine = await answerTo("incidents");
      const [shared] = await shownBy(() => keyboard[way]("Share here"));
      expect(shared?.text).toContain("no incident");
      await expect.poll(() => shownAt(mine).text).toContain("Shared with everyone here");
    }
  });

  it("shows the digest for all when it is asked for now", async () => {
    expect((await answerTo("digest now")).text).toContain("Weekly digest");
  });

  const cards = (title: RegExp) =>
    keyboard.messages(ops).filter(({ id, thread, text }) => id === thread && title.test(text));
  const replies = ({ id }: Shown) =>
    keyboard.messages(ops).filter((one) => one.thread === id && one.id !== id);

  it("tells a subscribed channel of an incident: one card of its own, edited in place, and its thread to the postmortem", async () => {
    expect((await answerTo("subscribe status")).text).toContain("now follows");
    bench.show(incident(1));
    await expect.poll(() => cards(/Elevated/).length).toBe(1);
    const [card] = cards(/Elevated/) as [Shown];
    expect(card.text).toContain("Step one");
    expect(card.text).toContain(hostile);
    for (const [count, words] of [
      [2, "Step two"],
      [3, "Step three"],
      [4, "Step four"],
    ] as const) {
      bench.show(incident(count));
      await expect.poll(() => replies(card).at(-1)?.text).toContain(words);
    }
    await expect.poll(() => cards(/Elevated/)[0]?.text).toContain("Root-cause analysis");
    expect(cards(/Elevated/)[0]?.edits).toBeGreaterThanOrEqual(3);
    expect(cards(/Elevated/)).toHaveLength(1);
    expect(replies(card)).toHaveLength(3);
  });

  it("pauses where it is removed, and tells what was kept once it is back", async () => {
    await keyboard.happen("uninstall", general);
    bench.show(incident(4), incident(1, "i2", "Another one"));
    await expect
      .poll(async () => (await answerTo("doctor", personal)).text, { interval: 500 })
      .toMatch(/paused since[^•]*removed/);
    expect(cards(/Another one/)).toEqual([]);
    await shownBy(() => keyboard.install(ops), 2);
    expect(
      keyboard
        .messages(ops)
        .map(({ text }) => text)
        .join("\n"),
    ).toContain("goes on");
    await expect.poll(() => cards(/Another one/).length).toBe(1);
  });

  it("opens forms, deletes messages and shows a private answer to one person alone", ({ skip }) => {
    skip("the Playground 0.2.28 does none of these; the fake Teams does");
  });

  it("ends within ten seconds of being asked to", async () => {
    const began = performance.now();
    expect(await bench.bot.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
