import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUR } from "../../src/core/clock.ts";
import { differences, type Met } from "./differences.ts";
import { openStory } from "./house.ts";
import { incidentAfter, markers } from "./incident.ts";
import { type Client, seeTeams } from "./read-teams.ts";
import type { Seat, Shown } from "./seats.ts";

/** One of something for each platform. */
interface Each<Value> {
  readonly slack: Value;
  readonly teams: Value;
  readonly local: Value;
}

/** Ada asks the same of each platform, and is told the same. Each test goes on where the one before ended. */
describe("one story on three platforms", () => {
  const met = new Set<Met>();
  let story: Awaited<ReturnType<typeof openStory>>;
  beforeAll(async () => {
    story = await openStory((difference) => met.add(difference));
  });
  afterAll(() => story.close());

  async function each<Value>(of: (seat: Seat) => Promise<Value>): Promise<Each<Value>> {
    const [slack, teams, local] = await Promise.all(story.seats.map(of));
    return { slack, teams, local } as Each<Value>;
  }
  const all = <Value>(value: Value): Each<Value> => ({ slack: value, teams: value, local: value });
  const shown = (wanted: (message: Shown) => boolean) =>
    each(async (seat) => (await seat.shown()).filter(wanted));
  const count = () => each(async (seat) => (await seat.shown()).length);

  const wordsOf = ({ seen }: Shown): string => seen.join(" ");
  const plainly = (message: Shown) => ({ alone: message.alone, words: wordsOf(message) });

  /** There is nobody to share it with where its reader is alone with the bot. */
  const unshared = (message: Shown): string =>
    wordsOf(message).replace(/ ⟨\[Share here\] [^⟩]*⟩/u, "");

  function expectAlike({ slack, teams, local }: Each<unknown>): void {
    expect(teams).toEqual(slack);
    expect(local).toEqual(slack);
  }

  /** Does the same everywhere, waits until each shows one more message, and holds those together. */
  async function same(act: (seat: Seat) => Promise<void>): Promise<string> {
    const before = await count();
    await each(act);
    await expect.poll(count).toEqual({
      slack: before.slack + 1,
      teams: before.teams + 1,
      local: before.local + 1,
    });
    const newest = await each(async (seat) => (await seat.shown()).at(-1) as Shown);
    const { slack, teams, local } = newest;
    expectAlike({ slack: plainly(slack), teams: plainly(teams), local: plainly(local) });
    return wordsOf(slack);
  }
  const sameAnswer = (line: string) => same((seat) => seat.say(line));
  const samePress = (label: string) => same((seat) => seat.press(label));

  /** What all in the channel see, each with its place: which card's thread, if any. */
  async function told(): Promise<Each<readonly object[]>> {
    const placed = (messages: readonly Shown[]) => {
      const words = new Map(messages.map((message) => [message.id, wordsOf(message)]));
      return messages.map(({ thread, seen }) => ({
        thread: thread === undefined ? "root" : words.get(thread),
        words: seen.join(" "),
      }));
    };
    const { slack, teams, local } = await shown(({ alone }) => !alone);
    return { slack: placed(slack), teams: placed(teams), local: placed(local) };
  }

  const saying = (word: string) => shown(({ seen, alone }) => !alone && seen.includes(word));
  const howMany = async (of: Promise<Each<readonly unknown[]>>): Promise<Each<number>> => {
    const { slack, teams, local } = await of;
    return { slack: slack.length, teams: teams.length, local: local.length };
  };

  async function tell(...subjects: readonly ReturnType<typeof incidentAfter>[]): Promise<void> {
    const { store, situation, wake } = story;
    const target = { source: "status", title: "Auth0 status for prod", tenant: "prod" };
    await store.subjects.observe([
      { target: { ...target, key: "status prod" }, at: situation.now(), subjects },
    ]);
    wake();
  }

  it("begins with the invitation, which the local page needs none of", async () => {
    await story.slack.invite("C1");
    await story.teams.install("add");
    await expect.poll(count).toEqual({ slack: 1, teams: 1, local: 0 });
    const { slack, teams } = await shown(() => true);
    expect(teams.map(plainly)).toEqual(slack.map(plainly));
    met.add("invitations");
  });

  it("goes on with a subscription, and a card for each thing that is open now", async () => {
    const before = await count();
    await each((seat) => seat.say("subscribe status mention:me"));
    await expect.poll(count).toEqual({
      slack: before.slack + 3,
      teams: before.teams + 3,
      local: before.local + 3,
    });
    const answers = await shown(({ alone }) => alone);
    expectAlike({
      slack: answers.slack.map(plainly),
      teams: answers.teams.map(plainly),
      local: answers.local.map(plainly),
    });
    const cards = await shown(({ alone, seen }) => !alone && !seen.includes("Watchpost"));
    expect(cards.slack).toHaveLength(2);
    expectAlike({
      slack: cards.slack.map(plainly),
      teams: cards.teams.map(plainly),
      local: cards.local.map(plainly),
    });
  });

  it("tells an incident from the first word to the root-cause analysis: a card that moves on, and its thread", async () => {
    const { slack: before } = await told();
    const since = async () => {
      const { slack, teams, local } = await told();
      const ours = (list: readonly object[], early: number) => list.slice(before.length - early);
      return { slack: ours(slack, 0), teams: ours(teams, 0), local: ours(local, 1) };
    };
    for (const [index, marker] of markers.entries()) {
      await tell(incidentAfter(index + 1));
      await expect.poll(() => howMany(saying(marker))).toEqual(all(index === 0 ? 1 : 2));
      expectAlike(await since());
    }
    expect((await since()).slack).toMatchObject([
      { thread: "root", words: expect.stringContaining("Root cause analysis") },
      ...markers.slice(1).map((marker) => ({
        thread: expect.stringContaining("Root cause analysis"),
        words: expect.stringContaining(marker),
      })),
    ]);
  });

  it("lets a button of the card ask on", async () => {
    expect(await samePress("Status now")).toContain("prod");
  });

  it.each([
    ["status prod", "prod"],
    ["status", "staging"],
    ["login prod", "prod"],
    ["incidents", "Increased error rates"],
    ["help", "subscribe"],
    ["help logs", "type"],
    ["home", "prod"],
    ["doctor", "Slack"],
    ["bulletins", "CVE"],
    ["bulletin CVE-2026-40155", "nextjs"],
    ["changes only:breaking", "Rules"],
    ["readiness prod", "prod"],
    ["explain fp", "password"],
    ["subscriptions", "Auth0 status"],
    ["digest now", "prod"],
    ["sttus prod", "status"],
    ["subscribe chnagelog", "changelog"],
    ["waive no-rules until:2026-12-01 reason:later tenant:prod", "admin"],
    ["incidents part:9", "part"],
  ])("answers alike: %s", async (line, word) => {
    expect(await sameAnswer(line)).toContain(word);
  });

  it("finds log events, one page after the other, one of them in full, and shares them masked", async () => {
    const first = await sameAnswer("logs type:failures since:1h tenant:prod");
    expect(first).toContain("Wrong password");
    expect(await samePress("Older")).toContain("Events 11");
    expect(await samePress("11")).toContain("Event id");
    expect(await samePress("Share here")).toContain("Everybody here sees this");
    // After the answer itself, and where much was said of late, when the platform's pace lets it.
    const marked = () =>
      howMany(shown(({ seen }) => seen.join(" ").includes("Shared with everyone")));
    await expect.poll(marked).toEqual({ slack: 1, teams: 1, local: 0 });
    met.add("shared");
  });

  it("has a way to say a line that is too long for a button of Slack's", async () => {
    expect(await sameAnswer(`changes ${"word ".repeat(450)}`)).toContain("[Share here]");
  });

  it("loses nothing on a phone that shows none of Teams' newer elements", async () => {
    const known = { person: String, conversation: String, plainly: String };
    const see = (client: Client) =>
      story.teams.world.messages.map(({ activity }) =>
        seeTeams(activity.attachments?.[0]?.content, client, known, (one) => met.add(one)),
      );
    const [desk, phone] = [see("desk"), see("phone")];
    const lost = desk.flatMap((seen, at) => seen.filter((piece) => !phone[at]?.includes(piece)));
    expect(lost).toEqual([]);
  });

  it("takes a form's answers for the line they make", async () => {
    await sameAnswer("help subscribe");
    await story.slack.press("Fill in a form");
    await expect
      .poll(() => JSON.stringify(story.slack.views.shownTo("UADA")))
      .toContain("How loud");
    const written = "subscribe source:changelog as:card";
    const answer = await same(async (seat) => {
      if (seat.name !== "slack") return seat.say(written);
      await story.slack.submit({
        Source: "Auth0 change log",
        "How loud": "A card only, edited in place",
      });
    });
    expect(answer).toContain("now follows Auth0 change log");
  });

  it("tells all of the channel what is to be loud", async () => {
    expect(await sameAnswer("subscribe status as:all")).toContain("in another way");
    for (const count of [1, 2]) {
      await tell(incidentAfter(count, "story-2"));
      await expect.poll(() => howMany(saying(markers[count - 1] ?? ""))).toEqual(all(count + 1));
    }
    const { slack, teams, local } = await told();
    const [inThread, alone, onPage] = [slack, teams, local].map((list) => Object(list.at(-1)));
    expect([alone.words, onPage.words]).toEqual([inThread.words, inThread.words]);
    expect([inThread.thread, alone.thread]).toEqual([onPage.thread, "root"]);
    met.add("broadcasts");
  });

  it("gives a private answer where Teams has none in the channel in the personal chat, and says why", async () => {
    const channel = story.teams.world.conversations.get("19:ops@thread.tacv2");
    if (channel) channel.targeted = false;
    const before = await count();
    await each((seat) => seat.say("explain fu"));
    await expect.poll(count).toEqual({
      slack: before.slack + 1,
      teams: before.teams + 1,
      local: before.local + 1,
    });
    const { slack, teams } = await each(async (seat) => (await seat.shown()).at(-1) as Shown);
    expect([slack.direct, teams.direct, teams.alone]).toEqual([false, true, true]);
    expect(wordsOf(teams)).toMatch(/^You asked in a channel /);
    expect(wordsOf(teams).endsWith(unshared(slack))).toBe(true);
    if (channel) channel.targeted = true;
    met.add("private");
  });

  it("says in private why a conversation is paused, and that it goes on", async () => {
    const { store, situation, wake } = story;
    const paused = { reason: "The channel is archived.", since: situation.now() };
    for (const { here } of story.seats) {
      await store.outbox.pause(here, {
        ...paused,
        retryAt: new Date(situation.now().getTime() + HOUR),
      });
    }
    wake();
    const notices = () => shown(({ direct, seen }) => direct && seen.includes("archived"));
    await expect.poll(() => howMany(notices())).toEqual(all(1));
    const { slack, teams, local } = await notices();
    expectAlike({
      slack: slack.map(wordsOf),
      teams: teams.map(wordsOf),
      local: local.map(wordsOf),
    });
    for (const { here } of story.seats) await store.outbox.resume(here, situation.now());
    wake();
    await expect
      .poll(() => howMany(shown(({ seen }) => seen.join(" ").includes("can post there again"))))
      .toEqual(all(2));
  });

  it("ends with the weekly digest", async () => {
    expect(await sameAnswer("digest schedule")).toContain("weekly digest");
    const before = await count();
    story.situation.pass(31 * HOUR);
    await story.situation.digests.tick();
    story.wake();
    await expect.poll(count).toEqual({
      slack: before.slack + 1,
      teams: before.teams + 1,
      local: before.local + 1,
    });
    expectAlike(await each(async (seat) => plainly((await seat.shown()).at(-1) as Shown)));
  });

  it("meets every difference that docs/platforms.md tells of, and no other", () => {
    expect([...met].sort()).toEqual(Object.keys(differences).sort());
  });
});
