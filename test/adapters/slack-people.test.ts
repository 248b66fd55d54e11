import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Answer, Invocation, Person } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { heldClock } from "../fakes/held-clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { bot, type Mode, openSlack, type SlackBench } from "./slack-bench.ts";

const opsGroup = "slack:group:SOPS";
const closing: SlackBench[] = [];
afterEach(async () => {
  for (const bench of closing.splice(0)) await bench.close();
});

/** A started bot, whom it heard, and a clock that may be put on. */
async function open(mode: Mode, more: Parameters<typeof openSlack>[1] = {}) {
  const heard: Invocation[] = [];
  let ahead = 0;
  const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };
  const bench = await openSlack(mode, { groups: [opsGroup], clock, ...more });
  closing.push(bench);
  const answer: Answer = async function* (said) {
    if (!said.unasked) heard.push(said);
    const message = { summary: "Done.", blocks: [] };
    yield { message, audience: "asker", pending: false };
  };
  const start = async () => bench.adapter.start(bot(answer));
  /** Says a line and waits for whoever is heard to say it. */
  async function say(line = "status"): Promise<Person> {
    const before = heard.length;
    await bench.say(line);
    await expect.poll(() => heard.length).toBe(before + 1);
    return heard[before]?.by as Person;
  }
  const { slack } = bench;
  const asked = (method: string) => slack.calls.filter((call) => call === method).length;
  const passes = (ms: number) => {
    ahead += ms;
  };
  return { bench, slack, heard, start, say, asked, passes, answer };
}

const minute = 60_000;

describe.each(["http", "socket"] as const)("who somebody in Slack is, over %s", (mode) => {
  it("is known with name and zone before their line is looked at", async () => {
    const { start, say, slack } = await open(mode);
    slack.setPerson("UADA", { name: "Ada L", zone: "Asia/Tokyo" });
    await start();
    expect(await say()).toEqual({
      id: "slack:user:UADA",
      name: "Ada L",
      zone: "Asia/Tokyo",
      groups: [],
      member: true,
    });
  });

  it.each(["guest", "single-channel guest", "stranger", "bot", "deleted", "unseen"] as const)(
    "is no member: %s",
    async (is) => {
      const { start, say, slack } = await open(mode);
      slack.setPerson("UADA", { is });
      await start();
      expect(await say()).toMatchObject({ member: false, groups: [] });
    },
  );

  it("is no member from another workspace, whom Slack calls no stranger in a shared channel", async () => {
    const { start, say, slack } = await open(mode);
    slack.setPerson("UADA", { team: "T2" });
    await start();
    expect(await say()).toMatchObject({ member: false });
  });

  it("has the groups that settings name, until they are taken out: at once, though the list cannot be had", async () => {
    const { start, say, slack } = await open(mode);
    slack.setGroup("SOPS", ["UADA", "UBOB"]);
    slack.setGroup("SOTHER", ["UADA"]);
    await start();
    expect(await say()).toMatchObject({ groups: [opsGroup] });
    slack.fail({ kind: "500", method: "usergroups.list", times: 9 });
    await slack.leaveGroup("SOPS", "UADA");
    expect(await say()).toMatchObject({ groups: [], untold: { groups: expect.any(String) } });
  });

  it("is in a group at once when they are put into it, and in none that is disabled", async () => {
    const { start, say, slack } = await open(mode);
    slack.setGroup("SOPS", []);
    await start();
    expect(await say()).toMatchObject({ groups: [] });
    await slack.joinGroup("SOPS", "UADA");
    expect(await say()).toMatchObject({ groups: [opsGroup] });
    await slack.disableGroup("SOPS");
    expect(await say()).toMatchObject({ groups: [] });
  });

  it("is waited for two seconds at most, and never before the acknowledgement", async () => {
    const clock = heldClock(systemClock);
    clock.hold(2000);
    const { start, slack, heard } = await open(mode, { clock });
    slack.fail({ kind: "slow", ms: 60_000, method: "users.info", times: 9 });
    slack.fail({ kind: "slow", ms: 60_000, method: "usergroups.list", times: 9 });
    await start();
    expect(await slack.type("status")).toMatchObject({ status: 200 });
    await expect.poll(clock.waiting).toBeGreaterThan(0);
    expect(heard).toEqual([]);
    clock.pass();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]?.by).toMatchObject({ member: true, presumed: true });
  });
});

describe("what is known of people in Slack", () => {
  it("is asked for once, however many lines come at a time", async () => {
    const { start, bench, heard, asked, slack } = await open("http");
    slack.fail({ kind: "slow", ms: 200, method: "users.info" });
    await start();
    await Promise.all(Array.from({ length: 12 }, () => bench.say("status")));
    await expect.poll(() => heard.length).toBe(12);
    expect(asked("users.info")).toBe(1);
    expect(asked("usergroups.list")).toBe(1);
  });

  it("says nothing of groups where settings name none, and does not ask", async () => {
    const { start, say, asked } = await open("http", { groups: [] });
    await start();
    expect(await say()).toMatchObject({ groups: [] });
    expect(asked("usergroups.list")).toBe(0);
  });

  it("is used at once while it is new, asked anew beside that, and before it when it is old", async () => {
    const { start, say, slack, asked, passes } = await open("http");
    await start();
    expect(await say()).toMatchObject({ member: true });
    slack.setPerson("UADA", { is: "guest" });
    expect(await say()).toMatchObject({ member: true });
    expect(asked("users.info")).toBe(1);
    passes(6 * minute);
    expect(await say()).toMatchObject({ member: true });
    await expect.poll(() => asked("users.info")).toBe(2);
    slack.setPerson("UADA", { is: "member" });
    passes(11 * minute);
    expect(await say()).toMatchObject({ member: true });
    expect(asked("users.info")).toBe(3);
  });

  it("loses a group's member within five minutes though the event is lost", async () => {
    const { start, say, slack, passes } = await open("http");
    slack.setGroup("SOPS", ["UADA"]);
    await start();
    expect(await say()).toMatchObject({ groups: [opsGroup] });
    slack.setGroup("SOPS", []);
    passes(5 * minute);
    expect(await say()).toMatchObject({ groups: [] });
  });

  it("outlives a restart while Slack cannot be asked: the guest stays one, and the operators are known", async () => {
    const { start, say, slack, bench, answer, heard } = await open("http");
    slack.setPerson("UADA", { is: "guest", zone: "Asia/Tokyo" });
    slack.setGroup("SOPS", ["UADA"]);
    await start();
    await say();
    await bench.adapter.stop();
    slack.fail({ kind: "500", method: "users.info", times: 9 });
    slack.fail({ kind: "500", method: "usergroups.list", times: 9 });
    slack.fail({ kind: "500", method: "auth.test", times: 9 });
    await (await bench.reborn()).start(bot(answer));
    await bench.say("status");
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]?.by).toMatchObject({
      member: false,
      zone: "Asia/Tokyo",
      groups: [opsGroup],
      untold: { groups: expect.stringContaining("last counts") },
    });
  });

  it("is not given back by a restart to whom an event took it from", async () => {
    const { start, say, slack, bench, answer, heard } = await open("http");
    slack.setGroup("SOPS", ["UADA"]);
    await start();
    await say();
    await slack.leaveGroup("SOPS", "UADA");
    await bench.adapter.stop();
    slack.fail({ kind: "500", method: "usergroups.list", times: 9 });
    await (await bench.reborn()).start(bot(answer));
    await bench.say("status");
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]?.by).toMatchObject({ groups: [] });
  });

  it.each([
    { kind: "500" },
    { kind: "429", retryAfter: 7 },
    { kind: "drop-before" },
    { kind: "refuse", code: "unknown_method" },
  ] as const)("lets somebody look while nothing can be known of them: $kind", async (fault) => {
    const { start, say, slack, bench } = await open("http");
    slack.fail({ ...fault, method: "users.info", times: 9 });
    await start();
    expect(await say()).toMatchObject({
      member: true,
      presumed: true,
      untold: { member: expect.stringContaining("cannot be asked now") },
    });
    expect(bench.troubles.join()).toContain("counts as a member");
  });

  it("waits as long as Slack says before it asks again, for whomever", async () => {
    const { start, say, slack, asked, passes, heard } = await open("http");
    slack.fail({ kind: "429", retryAfter: 60, method: "users.info" });
    await start();
    await say();
    await slack.type("status", { by: { ...slack.person, user: "UBOB" } });
    await expect.poll(() => heard.length).toBe(2);
    await say();
    expect(asked("users.info")).toBe(1);
    passes(minute);
    expect(await say()).not.toHaveProperty("presumed");
    expect(asked("users.info")).toBe(2);
  });

  it("makes nobody a member without the scope for it, and says so, until it is granted", async () => {
    const { start, say, slack, passes } = await open("http");
    const all = slack.settings.scopes;
    slack.setGroup("SOPS", ["UADA"]);
    await start();
    expect(await say()).toMatchObject({ member: true, groups: [opsGroup] });
    slack.settings.scopes = all.filter((scope) => !/^users|^usergroups/.test(scope));
    passes(11 * minute);
    expect(await say()).toMatchObject({
      member: false,
      groups: [],
      untold: {
        member: expect.stringContaining("users:read"),
        groups: expect.stringContaining("usergroups:read"),
      },
    });
    slack.settings.scopes = all;
    passes(11_000);
    expect(await say()).toMatchObject({ member: true });
  });

  it("is forgotten a month after it was written down: at the start, and every day", async () => {
    const day = 24 * 60 * minute;
    const records = fakeRecords();
    const kept = async () => (await records.list("person/")).map(({ key }) => key);
    const note = (id: string, age: number) =>
      records.set(`person/${id}`, { value: { member: true }, at: Date.now() - age });
    await note("UOLD", 31 * day);
    await note("UNEW", 29 * day);
    let nextDay = () => {};
    let ahead = 0;
    const clock: Clock = {
      now: () => new Date(Date.now() + ahead),
      after: (ms, signal) =>
        ms < day
          ? systemClock.after(ms, signal)
          : new Promise((done) => {
              nextDay = done;
              signal?.addEventListener("abort", () => done());
            }),
    };
    const { start } = await open("http", { records, clock });
    await start();
    await expect.poll(kept).toEqual(["person/UNEW"]);
    ahead = 2 * day;
    nextDay();
    await expect.poll(kept).toEqual([]);
  });

  it("is written down without more than is needed, for each of many people", async () => {
    const records = fakeRecords();
    const { start, slack, heard } = await open("http", { records });
    await start();
    const users = Array.from({ length: 120 }, (_, index) => `U${index}`);
    await Promise.all(users.map((user) => slack.type("status", { by: { ...slack.person, user } })));
    await expect.poll(() => heard.length).toBe(120);
    const kept = await records.list("person/");
    expect(kept).toHaveLength(120);
    expect(Object.keys(Object(kept[0]?.value)).sort()).toEqual(["at", "value"]);
    expect(JSON.stringify(kept[0]?.value).length).toBeLessThan(120);
  });
});
