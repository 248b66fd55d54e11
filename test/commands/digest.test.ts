import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { DAY } from "../../src/core/clock.ts";
import type { DigestSchedule } from "../../src/core/digest.ts";
import { text } from "../../src/core/message.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago } from "../fakes/subjects.ts";

const here = "local:channel:ops";
const held: Subscription = {
  id: "s1",
  conversation: here,
  source: "digest",
  feed: "",
  as: "card",
  origin: "chat",
  createdAt: ago(30 * DAY),
};

/** Noon is that of Sunday, the 22nd of November 2026, in week 47. */
const monday: DigestSchedule = {
  conversation: here,
  weekday: 1,
  minute: 540,
  zone: "Europe/Berlin",
  nextDueAt: new Date("2026-11-23T08:00:00Z"),
};

/** A store in which the digest is followed or not, and was had in these weeks. */
async function given(
  more: { held?: readonly Subscription[]; schedule?: DigestSchedule; had?: readonly string[] } = {},
) {
  const store = fakeStore({ subscriptions: more.held ?? [] });
  if (more.schedule) await store.digests.schedule(more.schedule);
  const had = async () => (more.had ?? []).map((week) => ({ week, at: ago(DAY) }));
  return { store: { ...store, held: store.held, digests: { ...store.digests, had } } };
}

const digests = {
  usual: { weekday: 1, minute: 540, zone: "Europe/Berlin" },
  compose: async (conversation: string) => ({
    summary: `All is well in ${conversation}.`,
    tone: "good" as const,
    blocks: [text(`All is well in ${conversation}.`)],
  }),
};

describe("digest", () => {
  it("shows what it would say now, and offers to have it every week", async () => {
    const { store } = await given();
    const reply = await ask("digest", { digests, store });
    expect(reply).toMatchObject({ summary: `All is well in ${here}.`, tone: "good" });
    const plain = await askPlainly("digest", { digests, store });
    expect(plain).toMatch(/It can come here every week, on Mondays at 09:00 \(Europe\/Berlin\)\./);
    expect(plain).toMatch(/\[Have it every week\] digest schedule$/);
    expect(await store.digests.schedules()).toEqual([]);
  });

  it("says when the next one comes, where it comes", async () => {
    const { store } = await given({ held: [held], schedule: monday });
    const plain = await askPlainly("digest", { digests, store });
    expect(plain).toMatch(
      /It comes here on Mondays at 09:00 \(Europe\/Berlin\); the next one is on Mon 23 Nov, 09:00\.$/,
    );
    const unscheduled = await given({ held: [held] });
    expect(await askPlainly("digest", { digests, ...unscheduled })).toMatch(
      /It comes here on Mondays at 09:00 \(Europe\/Berlin\)\.$/,
    );
  });

  it("is for all where it is said with now, and for nobody below an operator", () => {
    const command = commands.find(({ name }) => name === "digest");
    expect(command).toMatchObject({ audience: "asker", access: "operator" });
    expect(["now", "NOW", "schedule"].map((word) => command?.shares?.([word]))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each(["digest now Mon 09:00", "digest zone:UTC", "digest off Mon"])(
    "%j is no way to choose a time, and the way is said",
    async (line) => {
      await expect(ask(line, await given())).rejects.toThrow(/like: digest schedule/);
    },
  );
});

describe("digest schedule", () => {
  it("lets this conversation have it, at the usual time unless another is named", async () => {
    const { store } = await given();
    const reply = await ask("digest schedule", { digests, store });
    expect(reply.summary).toBe(
      "This conversation gets the weekly digest on Mondays at 09:00 (Europe/Berlin). The next one is on Mon 23 Nov, 09:00.",
    );
    expect(store.held).toMatchObject([
      { conversation: here, source: "digest", origin: "chat", by: { name: "Ada" } },
    ]);
    expect(await store.digests.schedules()).toEqual([{ ...monday, usual: true }]);
  });

  it("takes the time and the zone that are named, and keeps what is not", async () => {
    const { store } = await given();
    await ask("digest schedule fri 16:30 zone:America/New_York", { digests, store });
    expect(await store.digests.schedules()).toEqual([
      {
        conversation: here,
        weekday: 5,
        minute: 990,
        zone: "America/New_York",
        nextDueAt: new Date("2026-11-27T21:30:00Z"),
        usual: false,
      },
    ]);
    const reply = await ask("digest schedule zone:UTC", { digests, store });
    expect(reply.summary).toContain(
      "Fridays at 16:30 (UTC). The next one is on Fri 27 Nov, 16:30.",
    );
    await ask("digest schedule Tue 08:00@Asia/Kolkata", { digests, store });
    expect(await store.digests.schedules()).toMatchObject([{ weekday: 2, zone: "Asia/Kolkata" }]);
    expect(store.held).toHaveLength(1);
  });

  it("gives no second one of a week, and says so", async () => {
    const schedule = { ...monday, nextDueAt: new Date("2026-11-23T08:00:00Z") };
    const { store } = await given({ held: [held], schedule, had: ["2026-W47"] });
    const reply = await ask("digest schedule Sun 18:00", { digests, store });
    expect(reply.summary).toBe(
      "This conversation gets the weekly digest on Sundays at 18:00 (Europe/Berlin). The next one is on Sun 29 Nov, 18:00. This week's was here already, and there is one a week.",
    );
  });

  it("leaves no week out without saying so", async () => {
    const sunday = { ...monday, weekday: 7, nextDueAt: new Date("2026-11-22T17:00:00Z") };
    const { store } = await given({ held: [held], schedule: sunday, had: ["2026-W46"] });
    const reply = await ask("digest schedule Mon 09:00", { digests, store });
    expect(reply.summary).toBe(
      "This conversation gets the weekly digest on Mondays at 09:00 (Europe/Berlin). The next one is on Mon 23 Nov, 09:00. The one that was due on Sun 22 Nov, 18:00 falls away; say digest now to have it now.",
    );
  });

  it("is possible where the settings made the subscription: the time is not theirs", async () => {
    const { store } = await given({ held: [{ ...held, origin: "settings" }] });
    await ask("digest schedule Tue 10:00", { digests, store });
    expect(await store.digests.schedules()).toMatchObject([{ weekday: 2, minute: 600 }]);
    expect(store.held).toMatchObject([{ origin: "settings" }]);
  });

  it.each([
    ["digest schedule noon", /"noon" is not a time of the week; write one like Mon 09:00/],
    ["digest schedule Mon 09:00 zone:Mars", /"Mars" is not a time zone/],
    ["digest tomorrow", /"tomorrow" is not what to do with it; it is one of now, schedule, off/],
  ])("%j is refused with words that help", async (line, words) => {
    await expect(ask(line, await given())).rejects.toThrow(words);
  });
});

describe("digest off", () => {
  it("ends it, and says how to have it again", async () => {
    const { store } = await given({ held: [held], schedule: monday });
    const plain = await askPlainly("digest off", { digests, store });
    expect(plain).toMatch(/^This conversation no longer gets the weekly digest\./);
    expect(plain).toMatch(/\[Have it every week\] digest schedule$/);
    expect(store.held).toEqual([]);
  });

  it("says so where there is nothing to end", async () => {
    expect(await askPlainly("digest off", await given())).toBe(
      "This conversation gets no weekly digest; nothing has changed.",
    );
  });

  it("says where to change one that comes from the settings", async () => {
    const { store } = await given({ held: [{ ...held, origin: "settings" }] });
    await expect(ask("digest off", { digests, store })).rejects.toThrow(
      /comes from the settings file.*source: digest/,
    );
    expect(store.held).toHaveLength(1);
  });
});

describe("subscribe digest", () => {
  it("says when it comes, and how to choose another time", async () => {
    const source = {
      ...{ id: "digest", title: "Weekly digest", summary: "", labels: [], feedNamed: false },
      ...{ every: DAY, staleAfter: DAY, polled: false as const },
    };
    const { store } = await given();
    const plain = await askPlainly("subscribe digest", { digests, store, sources: [source] });
    expect(plain).toMatch(/^This conversation now follows Weekly digest/);
    expect(plain).toContain(
      "It comes on Mondays at 09:00 (Europe/Berlin); digest schedule chooses another time.",
    );
    expect(plain).not.toContain("has not been read");
    expect(store.held).toMatchObject([{ source: "digest" }]);
  });
});
