import { describe, expect, it } from "vitest";
import { openTailHouse, wish } from "../fakes/tails.ts";

const ops = "pretend:channel:ops";

describe("a tail", () => {
  it("shows a card, tells what comes in as replies to it, and ends the card when its time is over", async () => {
    const { live, come, beat, platform, records } = openTailHouse();
    const tails = live();
    await come(1);
    const { tail, already } = await tails.begin(wish());
    expect(already).toBe(false);
    await come(2);
    await beat(tails, 2);
    await come(1, { type: "s" });
    await beat(tails, 600);
    const [card, batch] = platform.done;
    expect(batch?.text).toContain("[See in logs] logs type:fp since:2026-11-22T12:00:00Z until:");
    expect(card?.text).toContain("Tailing prod: new events (type:fp), by Ada, until 13:10 CET.");
    expect(card?.text).toContain(`tail stop:${tail.id}`);
    expect(batch?.thread).toBe(card?.id);
    expect(batch?.text).toContain("2 failures until 13:00:00 CET.");
    const end = platform.done.at(-1);
    expect(end).toMatchObject({ what: "edit", id: card?.id });
    expect(end?.text).toContain("Its time was over at 13:10 CET. It began at 13:00 CET. 2 events");
    expect(end?.text).toContain(
      "logs type:fp since:2026-11-22T11:59:00Z until:2026-11-22T12:10:01Z",
    );
    expect(end?.text).toContain("tail type:fp for:10m");
    expect(await records.list("")).toEqual([]);
    expect(await tails.list(ops)).toEqual([]);
  });

  it("tells in the thread that the line was said in, where it was said in one", async () => {
    const { live, come, beat, posts } = openTailHouse();
    const tails = live();
    await tails.begin(wish({ from: { conversation: ops, thread: "m7" } }));
    await come(1);
    await beat(tails, 6);
    expect(posts().map(({ thread }) => thread)).toEqual(["m7", "m7"]);
  });

  it("takes back on its card that there is no event, as soon as the first ones stand below it", async () => {
    const { live, come, beat, platform } = openTailHouse();
    const tails = live();
    await tails.begin(wish());
    await come(2);
    await beat(tails, 2);
    expect(platform.done.map(({ what }) => what)).toEqual(["post", "post", "edit"]);
    expect(platform.done[0]?.text).toContain("No event so far.");
    expect(platform.done[2]).toMatchObject({ id: platform.done[0]?.id });
    expect(platform.done[2]?.text).toContain("2 events so far, all listed.");
    await come(1);
    await beat(tails, 25);
    const edits = () => platform.done.filter(({ what }) => what === "edit");
    expect(edits()).toHaveLength(1);
    await beat(tails, 10);
    expect(edits().at(-1)?.text).toContain("3 events so far");
  });

  it("gathers what comes in within some seconds, newest last, and says by type what it does not list", async () => {
    const { live, come, beat, posts } = openTailHouse();
    const tails = live();
    await tails.begin(wish({ terms: [] }));
    await come(1);
    await beat(tails, 1);
    await come(40);
    await beat(tails, 2);
    await come(3, { type: "f" }, new Date("2026-11-22T11:59:59Z"));
    await come(1, { type: "brand_new" });
    await beat(tails, 4);
    const [, first, second, ...more] = posts();
    expect(more).toEqual([]);
    expect(first?.text).toContain("Wrong password, 13:00:00 CET.");
    expect(first?.text).toContain("[Show in full] logs event:90000000000000000000001 tenant:prod");
    expect(second?.text).toContain("43 failures and 1 event of unknown type until 13:00:03 CET.");
    expect(second?.text).toContain(
      "34 are not listed: 31 Wrong password (fp) and 3 Failed login (f).",
    );
    const lines = second?.text.split("\n").filter((line) => line.startsWith("- ")) ?? [];
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain("brand_new");
    expect(second?.text).toContain(
      "logs type:fp since:2026-11-22T11:59:59Z until:2026-11-22T12:00:04Z",
    );
  });

  it("calls people and addresses by the same numbers from its first message to its last, and names nobody", async () => {
    const { live, come, beat, platform } = openTailHouse();
    const tails = live();
    const ada = {
      user_id: "auth0|ada",
      user_name: "ada@example.com",
      ip: "203.0.113.7",
      description: "Ada Lovelace failed with eyJhbGciOiJIUzI1NiJ9.e30.x",
      details: { error: { message: "no such user ada@example.com" }, to: "ada@example.com" },
    };
    await tails.begin(wish());
    await come(1, ada);
    await beat(tails, 6);
    await come(1, { ip: "203.0.113.8" });
    await beat(tails, 6);
    await come(1, ada);
    await beat(tails, 700);
    const texts = platform.done.map(({ text }) => text).join("\n");
    expect(texts.match(/user \d, from address \d/gu)).toEqual([
      "user 1, from address 1",
      "user 2, from address 2",
      "user 1, from address 1",
    ]);
    expect(texts).not.toMatch(/auth0\||example\.com|203\.0|Lovelace|eyJ/u);
  });

  it("speaks less often the longer it goes on", async () => {
    const { live, come, beat, platform } = openTailHouse();
    const tails = live();
    await tails.begin(wish({ length: 4 * 3_600_000 }));
    for (let minute = 0; minute < 25; minute += 1) {
      for (let part = 0; part < 12; part += 1) {
        await come(1);
        await beat(tails, 5);
      }
    }
    const posts = platform.done.filter(({ what }) => what === "post").length;
    expect(posts).toBeGreaterThan(100);
    expect(posts).toBeLessThan(112);
  });

  it("ends itself when more has come than one tail tells, and says so", async () => {
    const { live, come, beat, platform, clock } = openTailHouse();
    const tails = live();
    await tails.begin(wish());
    await come(2500);
    await beat(tails, 10);
    const [, batch, end] = platform.done;
    expect(batch?.text).toContain("2,000 failures until");
    expect(batch?.text).toContain("1,990 are not listed: 1,990 Wrong password (fp).");
    expect(end?.what).toBe("edit");
    expect(end?.text).toContain("2,000 events had come, and one tail tells no more.");
    await clock.advance(1);
    expect(await tails.list(ops)).toEqual([]);
  });
});

describe("a tail that is stopped", () => {
  it("tells what had come, then who stopped it; whoever comes second is told that it is over", async () => {
    const { live, come, beat, platform } = openTailHouse();
    const tails = live();
    const { tail } = await tails.begin(wish());
    await come(3);
    const [one, other] = await Promise.all([
      tails.stop(tail.id, { name: "Grace" }),
      tails.stop(tail.id, { name: "Ada" }),
    ]);
    await come(1);
    await beat(tails, 5);
    expect([one?.id, other?.id]).toEqual([tail.id, undefined]);
    expect(await tails.stop(tail.id, { name: "Ada" })).toBeUndefined();
    expect(platform.done.map(({ what }) => what)).toEqual(["post", "post", "edit"]);
    expect(platform.done[1]?.text).toContain("3 failures");
    expect(platform.done[2]?.text).toContain("Grace stopped it at 13:00 CET.");
    expect(platform.done[2]?.text).toContain("3 events, all listed.");
  });
});

describe("tails", () => {
  it("are one for each conversation and filter, three in a conversation, and twenty in all", async () => {
    const { live } = openTailHouse();
    const tails = live();
    const types = ["fp", "f", "s", "ss"].map((type) =>
      wish({ terms: [{ field: "type", values: [type] }] }),
    );
    const [first] = await Promise.all(types.slice(0, 3).map((one) => tails.begin(one)));
    expect(await tails.begin(wish({ by: { id: "pretend:user:bob", name: "Bob" } }))).toEqual({
      tail: first?.tail,
      already: true,
    });
    await expect(tails.begin(types[3] ?? wish())).rejects.toThrow(
      /3 tails are running here already/,
    );
    for (let channel = 0; channel < 17; channel += 1) {
      await tails.begin(wish({ from: { conversation: `pretend:channel:c${channel}` } }));
    }
    await expect(
      tails.begin(wish({ from: { conversation: "pretend:channel:other" } })),
    ).rejects.toThrow(/20 tails are running already/);
  });
});

describe("a tail of a log that is not heard", () => {
  it("says at once that nothing has ever come in", async () => {
    const { live, platform } = openTailHouse();
    const { tail } = await live().begin(wish());
    expect(tail.silence).toContain("No log of prod has ever come in here");
    expect(platform.done[0]?.text).toContain("No log of prod has ever come in here");
  });

  it("says once in its thread that nothing comes in any more, and on its card as long as that is so", async () => {
    const { live, come, beat, platform } = openTailHouse();
    const tails = live();
    await come(1);
    await tails.begin(wish());
    await beat(tails, 400);
    await come(1, { type: "s" });
    await beat(tails, 60);
    const posts = platform.done.filter(({ what }) => what === "post");
    expect(posts).toHaveLength(2);
    expect(posts[1]?.text).toContain(
      "Nothing at all has come in from prod since 13:00 CET, when its stream was last heard.",
    );
    const edits = platform.done.filter(({ what }) => what === "edit");
    expect(edits[0]?.text).toContain("Nothing at all has come in");
    expect(edits.at(-1)?.text).not.toContain("Nothing at all has come in");
  });
});

describe("a tail of an archive", () => {
  it("that does not hand on all that comes at once is told all of it", async () => {
    const { live, come, beat, posts } = openTailHouse({
      alter: (archive) => ({
        ...archive,
        watch: (tenant, query, hear) =>
          archive.watch(tenant, query, ({ events }) =>
            hear({ events: events.slice(0, 2), leftOut: events.length - 2 }),
          ),
      }),
    });
    const tails = live();
    await tails.begin(wish());
    await come(5);
    await beat(tails, 6);
    expect(posts().at(-1)?.text).toContain("5 failures until");
  });

  it("that forgets to tell of some is looked through once more before its end", async () => {
    const { live, come, beat, platform } = openTailHouse({
      alter: (archive) => ({ ...archive, watch: () => () => {} }),
    });
    const tails = live();
    await tails.begin(wish());
    await come(3);
    await beat(tails, 603);
    const texts = platform.done.map(({ text }) => text);
    expect(texts.at(-2)).toContain("3 failures until");
    expect(texts.at(-1)).toContain("3 events, all listed.");
  });

  it("that does not answer says so, and is not taken for one in which nothing happens", async () => {
    let answers = true;
    const fail = async () => {
      throw new Error("the thread has ended");
    };
    const { live, come, beat, platform, records } = openTailHouse({
      alter: (archive) => ({
        ...archive,
        coverage: (tenant) => (answers ? archive.coverage(tenant) : fail()),
        search: (...asked) => (answers ? archive.search(...asked) : fail()),
      }),
    });
    const tails = live();
    await come(1);
    await tails.begin(wish());
    answers = false;
    await beat(tails, 60);
    expect(platform.done[1]?.text).toContain("own archive of logs does not answer");
    expect(platform.done[2]?.what).toBe("edit");
    await beat(tails, 560);
    expect(platform.done.at(-1)?.text).toContain("could not be looked up");
    expect(await records.list("")).toEqual([]);
  });
});
