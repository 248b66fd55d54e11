import { beforeEach, describe, expect, it } from "vitest";
import type { Answer, Invocation, Reply } from "../../src/core/chat-adapter.ts";
import { MINUTE, SECOND } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { createLines, type Lines, spaced } from "../../src/core/lines.ts";
import { fakeLog, said } from "../fakes/house.ts";
import { type FakeJournals, fakeJournals } from "../fakes/journals.ts";
import { type ManualClock, manualClock } from "../fakes/manual-clock.ts";
import { type FakeRecords, fakeRecords } from "../fakes/records.ts";

const reply = (summary: string, pending = false): Reply => ({
  message: { summary, blocks: [] },
  audience: "asker",
  pending,
});

let clock: ManualClock;
let records: FakeRecords;
let journals: FakeJournals;
let shown: string[];
let log: ReturnType<typeof fakeLog>;
beforeEach(() => {
  clock = manualClock();
  records = fakeRecords();
  journals = fakeJournals();
  shown = [];
  log = fakeLog();
});

/** Answers with the line's own words, after so many seconds as it names. */
async function* echo({ line }: Invocation): AsyncGenerator<Reply> {
  const seconds = Number(/\d+/.exec(line)?.[0] ?? 0);
  for (let passed = 0; passed < seconds; passed += 1) {
    await clock.after(SECOND);
    yield reply(`${line} …${passed + 1}`, true);
  }
  yield reply(line);
}

function open(
  answer: Answer = echo,
  show: (words: string) => Promise<void> = async () => undefined,
): Lines<{ url: string }> {
  return createLines<{ url: string }>({
    answer,
    records,
    journal: journals.open("lines"),
    clock,
    log,
    async show({ to, reply: { message }, first }) {
      await show(message.summary);
      shown.push(`${to.url} ${first ? "new" : "edit"}: ${message.summary}`);
    },
  });
}

const to = { url: "reply-here" };
const kept = async () => (await records.list("line/")).length;

describe("lines that were acknowledged", () => {
  it("are answered where they were said, and then crossed out", async () => {
    const lines = open();
    lines.take("1", said("status"), to);
    expect(shown).toEqual([]);
    await lines.settled();
    expect(shown).toEqual(["reply-here new: status"]);
    expect(await kept()).toBe(0);
  });

  it("are known by the platform's id for them, in the next life too", async () => {
    const ids: unknown[] = [];
    const answer: Answer = (invocation) => {
      ids.push(invocation.id);
      return echo(invocation);
    };
    const lines = open(answer, async () => {
      if (ids.length < 2) throw new DeliveryError("unknown", "The connection dropped.");
    });
    lines.take("L1", said("status"), to);
    await lines.settled();
    const next = open(answer);
    await next.resume();
    await next.settled();
    expect(ids).toEqual(["L1", "L1"]);
  });

  it("are answered when the platform takes messages again", async () => {
    let tries = 0;
    const lines = open(echo, async () => {
      tries += 1;
      if (tries < 4) throw new DeliveryError("unknown", "The connection dropped.");
    });
    lines.take("1", said("status"), to);
    for (let second = 0; second < 10; second += 1) await clock.advance(SECOND);
    expect(shown).toEqual(["reply-here new: status"]);
    await lines.settled();
    expect(await kept()).toBe(0);
  });

  it("are left to the next life where the platform does not take the answer in this one", async () => {
    const down = open(echo, async () => {
      throw new DeliveryError("unavailable", "Nobody answers.");
    });
    down.take("1", said("status"), to);
    await clock.advance(SECOND);
    await down.settled();
    expect(await kept()).toBe(1);
    const next = open();
    await next.resume();
    await next.settled();
    expect(shown).toEqual(["reply-here new: status"]);
  });

  it("are not answered again and again where the platform refuses for good", async () => {
    let tries = 0;
    const lines = open(echo, async () => {
      tries += 1;
      throw new DeliveryError("refused", "The channel is archived.");
    });
    lines.take("1", said("status"), to);
    await clock.advance(10 * MINUTE);
    await lines.settled();
    expect([tries, await kept()]).toEqual([1, 0]);
  });

  it("are left to the next life where their answer takes long at the end, and nothing more of them is shown", async () => {
    const lines = open();
    lines.take("1", said("wait 20"), to);
    await clock.advance(2 * SECOND);
    const settled = lines.settled();
    await clock.advance(5 * SECOND);
    await settled;
    const before = [...shown];
    await clock.advance(MINUTE);
    expect(shown).toEqual(before);
    expect(await kept()).toBe(1);
    const next = open();
    await next.resume();
    await clock.advance(MINUTE);
    await next.settled();
    expect(shown.filter((words) => words.endsWith(": wait 20"))).toHaveLength(1);
  });

  it("are waited for where their answer is just being shown at the end: the next life would show it again", async () => {
    let done = () => {};
    const lines = open(echo, () => new Promise((resolve) => (done = resolve)));
    lines.take("1", said("status"), to);
    await clock.advance(SECOND);
    let over = false;
    const settled = lines.settled().then(() => {
      over = true;
    });
    await clock.advance(MINUTE);
    expect(over).toBe(false);
    done();
    await settled;
    expect([shown.length, await kept()]).toEqual([1, 0]);
  });

  it("are answered once, however often they are delivered", async () => {
    const lines = open();
    for (const id of ["1", "1", "2", "1"])
      lines.take(id, said(`line ${id}!`.replace(/\d/, "x")), to);
    await lines.settled();
    lines.take("1", said("again"), to);
    await lines.settled();
    expect(shown).toHaveLength(2);
  });

  it("are answered by the next life where one ended in between", async () => {
    const hang: Answer = async function* () {
      await new Promise(() => undefined);
      yield reply("never");
    };
    open(hang).take("1", said("status"), to);
    await expect.poll(kept).toBe(1);

    const next = open();
    await next.resume();
    await next.settled();
    expect(shown).toEqual(["reply-here new: status"]);
    expect(await kept()).toBe(0);
  });

  it("are in the journal from the moment they are taken until they are written down", async () => {
    const lines = open();
    records.stall();
    lines.take("1", said("status"), to);
    expect(journals.kept("lines")).toMatchObject([{ id: "1" }]);

    records.revive();
    const next = open();
    await next.resume();
    await next.settled();
    expect(shown).toEqual(["reply-here new: status"]);
    expect(journals.kept("lines")).toEqual([]);
  });

  it("are answered once where a kill left them both in the journal and written down", async () => {
    const kept = { invocation: said("status"), to, at: clock.now().getTime() };
    await records.set("line/1", kept);
    journals.open("lines").keep({ id: "1", kept });
    const lines = open();
    await lines.resume();
    await lines.settled();
    expect(shown).toEqual(["reply-here new: status"]);
    expect(journals.kept("lines")).toEqual([]);
  });

  it("are let go where whoever asked has long moved on", async () => {
    await records.set("line/old", {
      invocation: said("old"),
      to,
      at: clock.now().getTime() - 26 * MINUTE,
    });
    const lines = open();
    await lines.resume();
    await lines.settled();
    expect(shown).toEqual([]);
    expect(await kept()).toBe(0);
  });

  it("are answered although they could not be written down", async () => {
    records.breakNext("line/", "before");
    const lines = open();
    lines.take("1", said("doctor"), to);
    await lines.settled();
    expect(shown).toEqual(["reply-here new: doctor"]);
    expect(log.lines.join()).toContain("could not be written down");
  });

  it("get their answer although progress could not be shown", async () => {
    const lines = open(echo, async (words) => {
      if (words.includes("…")) throw new Error("the platform is busy");
    });
    lines.take("1", said("slow 3"), to);
    await clock.advance(MINUTE);
    await lines.settled();
    expect(shown).toEqual(["reply-here new: slow 3"]);
  });

  it("do not hold up one another, and none is lost where one cannot be shown", async () => {
    const lines = open(echo, async (words) => {
      if (words === "bad") throw new Error("gone");
    });
    lines.take("1", said("slow 9"), to);
    lines.take("2", said("bad"), to);
    lines.take("3", said("good"), to);
    await clock.advance(SECOND);
    expect(shown.some((line) => line.endsWith(": good"))).toBe(true);
    await clock.advance(MINUTE);
    await lines.settled();
    expect(shown.at(-1)).toBe("reply-here edit: slow 9");
    expect(log.lines.join()).toContain("an answer could not be shown");
  });
});

describe("the pace of an answer", () => {
  async function timed(
    replies: AsyncIterable<Reply>,
  ): Promise<readonly (readonly [number, string])[]> {
    const began = clock.now().getTime();
    const times: (readonly [number, string])[] = [];
    const all = (async () => {
      for await (const { message } of spaced(replies, clock)) {
        times.push([(clock.now().getTime() - began) / SECOND, message.summary]);
      }
    })();
    await clock.advance(5 * MINUTE);
    await all;
    return times;
  }

  it("is at most four edits, two seconds apart, with the answer always last", async () => {
    const times = await timed(echo(said("long 30")));
    expect(times.length).toBeLessThanOrEqual(5);
    expect(times.at(-1)?.[1]).toBe("long 30");
    for (const [index, [at]] of times.entries()) {
      if (index > 0) expect(at - (times[index - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(2);
    }
  });

  it("keeps the answer back until it is due, and a lone answer not at all", async () => {
    expect(await timed(echo(said("quick")))).toEqual([[0, "quick"]]);
    const times = await timed(echo(said("one 1")));
    expect(times).toEqual([
      [1, "one 1 …1"],
      [3, "one 1"],
    ]);
  });
});
