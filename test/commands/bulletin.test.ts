import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { LedgerLine } from "../../src/core/bulletin.ts";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { RefusedError } from "../../src/core/errors.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Observation } from "../../src/core/store.ts";
import { ada, ask, askPlainly, fakeContext } from "../fakes/context.ts";
import { deaf } from "../fakes/house.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { grace, houseOf, known, line, uses } from "./bulletin-bench.ts";

const cve = known("CVE-2026-40155", {
  facts: [...known("x").facts, { label: "Also known as", value: "GHSA-xq8m-7c5p-c2r6" }],
});
const other = known("CVE-2026-40999");

describe("one bulletin", () => {
  it("is shown whole, with what was done about it and buttons for what may come next", async () => {
    const house = houseOf([cve]);
    await house.store.ledger.add(line(cve.id, { state: "owned", note: "update planned" }));
    const reply = await ask(`bulletin ${cve.id}`, house);
    expect(reply.summary).toBe(
      "Open: CVE-2026-40155 (medium) in @auth0/nextjs-auth0: A weakness. Taken on by Ada 2 h ago.",
    );
    const plain = renderPlain(reply);
    expect(plain).toContain(`Affected: ${uses}; vulnerable from 4.12.0; fixed in 4.18.0`);
    expect(plain).toContain("2026-11-22 10:00 UTC – Ada: owned – update planned");
    expect(plain).toContain("[Done] bulletin CVE-2026-40155 done");
    expect(plain).toContain("[Not affected] bulletin CVE-2026-40155 not-affected");
    expect(plain).not.toContain("[Acknowledge]");
    expect(plain).not.toContain("[Take it]");
    expect(await askPlainly(`bulletin ${cve.id}`, { ...house, by: grace })).toContain("[Take it]");
  });

  it("is there for a viewer to look at, without buttons that are not theirs", async () => {
    const plain = await askPlainly(`bulletin ${cve.id}`, houseOf([cve], { role: "viewer" }));
    expect(plain).toContain("Nobody has taken it up yet.");
    expect(plain).not.toContain("[Done]");
  });

  it.each(["cve-2026-40155", "GHSA-XQ8M-7C5P-C2R6", "ghsa-xq8m", "CVE-2026-401", "40155"])(
    "is found by %s",
    async (word) => {
      expect((await ask(`bulletin ${word}`, houseOf([cve, other]))).summary).toContain(cve.id);
    },
  );

  it.each([
    ["CVE-2026-40", /fits several bulletins: CVE-2026-40155, CVE-2026-40999. Write more/],
    ["CVE-2026-40156", /No bulletin is called "CVE-2026-40156". Did you mean CVE-2026-40155\?/],
    ["zzz", /No bulletin is called "zzz". Say "bulletins all"/],
  ])("is not guessed: %s", async (word, words) => {
    await expect(ask(`bulletin ${word}`, houseOf([cve, other]))).rejects.toThrow(words);
  });
});

describe("what is done about a bulletin", () => {
  it.each([
    ["ack", "acknowledged", "Ada has acknowledged CVE-2026-40155."],
    ["own", "owned", "Ada has taken CVE-2026-40155 on."],
    ["not-affected", "not affected", "Ada says that CVE-2026-40155 does not affect us."],
  ])("is written down with who and when: %s", async (word, state, words) => {
    const house = houseOf([cve]);
    const reply = await ask(`bulletin ghsa-xq8m ${word} note:"as agreed"`, house);
    expect(reply.summary).toBe(words);
    expect(renderPlain(reply)).toContain("Note: as agreed");
    expect(await house.store.ledger.list()).toEqual([
      { bulletin: cve.id, state, by: { id: ada.id, name: "Ada" }, at: noon, note: "as agreed" },
    ]);
  });

  it("may be said in a form's way too", async () => {
    const house = houseOf([cve]);
    await ask(`bulletin id:${cve.id} action:done`, house);
    expect(await house.store.ledger.list()).toMatchObject([{ state: "done" }]);
  });

  it("warns that the last read still found us affected when it is done", async () => {
    const { summary } = await ask(`bulletin ${cve.id} done`, houseOf([cve]));
    expect(summary).toBe(
      `Ada has marked CVE-2026-40155 as done. The last read still found ${uses}; if the next one does too, "bulletins" says so.`,
    );
  });

  it("is not written twice: who did so already is told", async () => {
    const house = houseOf([cve], { by: grace });
    await house.store.ledger.add(line(cve.id, { state: "done" }));
    const { summary } = await ask(`bulletin ${cve.id} done`, house);
    expect(summary).toBe("Ada did so already, 2 h ago: CVE-2026-40155 is done.");
    await ask(`bulletin ${cve.id} done note:really`, house);
    await ask(`bulletin ${cve.id} reopen`, house);
    const states = (await house.store.ledger.list()).map(({ state, by }) => [state, by.name]);
    expect(states).toEqual([
      ["done", "Ada"],
      ["done", "Grace"],
      ["open", "Grace"],
    ]);
    expect((await ask(`bulletin ${other.id} reopen`, houseOf([other]))).summary).toContain(
      "is open as it is",
    );
  });

  it("is written down once though a kill lets the same line be said again, and a new note beside it", async () => {
    const house = houseOf([cve]);
    const said = `bulletin ${cve.id} own note:"this week"`;
    const first = await ask(said, house);
    expect(await ask(said, house)).toEqual(first);
    await ask(`bulletin ${cve.id} own note:"next week"`, house);
    const notes = (await house.store.ledger.list()).map((written) => written.note);
    expect(notes).toEqual(["this week", "next week"]);
  });

  it("is done whole when the line is said again after a kill in the middle of it", async () => {
    const house = houseOf([]);
    await ask('bulletin add "A thing"', house);
    const [byHand] = house.store.known;
    const { ledger, subjects } = house.store;
    let writes = 0;
    const write = async (does: () => Promise<unknown>) => {
      writes += 1;
      if (writes === 2) throw new Error("killed");
      await does();
    };
    const dying = {
      ...house,
      store: {
        ...house.store,
        ledger: { ...ledger, add: (given: LedgerLine) => write(() => ledger.add(given)) },
        subjects: {
          ...subjects,
          observe: (seen: readonly Observation[]) => write(() => subjects.observe(seen)),
        },
      },
    };
    await expect(ask(`bulletin ${byHand?.id} done`, dying)).rejects.toThrow("killed");
    await ask(`bulletin ${byHand?.id} done`, house);
    expect(house.store.known).toMatchObject([{ id: byHand?.id, phase: "resolved" }]);
    expect(await ledger.list()).toMatchObject([{ state: "done" }]);
  });

  it("passes from hand to hand, and says whose it was; whoever has it need not acknowledge it", async () => {
    const house = houseOf([cve], { by: grace });
    await house.store.ledger.add(line(cve.id, { state: "owned", at: ago(MINUTE) }));
    expect((await ask(`bulletin ${cve.id} ack`, house)).summary).toContain("Ada did so already");
    expect((await ask(`bulletin ${cve.id} own`, house)).summary).toBe(
      "Grace has taken CVE-2026-40155 on. Ada had it before.",
    );
  });

  it("is refused in words that help", async () => {
    await expect(ask(`bulletin ${cve.id} dnoe`, houseOf([cve]))).rejects.toThrow(
      /"dnoe" is not what can be done about a bulletin; did you mean done\?/,
    );
  });
});

describe("who may do something about a bulletin", () => {
  const lines = [
    `bulletin ${cve.id} done`,
    `bulletin id:${cve.id} action:done`,
    `bulletin ${cve.id} DONE note:x`,
    'bulletin add "A thing"',
    "bulletin ADD thing",
    'bulletin id:add action:"A thing"',
  ];

  it.each(lines)("is an operator alone: %s", async (said) => {
    const house = houseOf([cve], { role: "viewer" });
    await expect(ask(said, house)).rejects.toThrow(RefusedError);
    expect(await house.store.ledger.list()).toEqual([]);
    expect(house.store.known).toHaveLength(1);
  });

  /** Through the door that lines come in by. */
  async function repliesTo(said: string, operators: readonly (typeof ada.id)[]) {
    const { sources, store } = houseOf([cve]);
    const context = fakeContext();
    const answer = createDispatch({
      commands,
      access: { operators, admins: [] },
      clock: { now: () => noon, after: () => new Promise(() => undefined) },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      hearing: deaf,
      zone: "UTC",
      reference: () => "ref",
      services: { ...context, sources: sources ?? [], store } as CommandContext,
    });
    const from = { conversation: "local:channel:ops" } as const;
    const replies = [];
    for await (const reply of answer({ line: said, by: ada, from })) replies.push(reply);
    return replies.at(-1);
  }

  it("is told the settings line that would grant it", async () => {
    const reply = await repliesTo(`bulletin ${cve.id} done`, []);
    expect(reply?.audience).toBe("asker");
    expect(reply && renderPlain(reply.message)).toContain(
      `"bulletin" needs the role operator, which you do not have here`,
    );
    expect(reply && renderPlain(reply.message)).toContain(
      'access: { operators: ["local:user:ada"] }',
    );
  });

  it("does it before everyone's eyes; looking is one's own affair", async () => {
    expect((await repliesTo(`bulletin ${cve.id} own`, [ada.id]))?.audience).toBe("all");
    expect((await repliesTo(`bulletin id:${cve.id} action:own`, [ada.id]))?.audience).toBe("all");
    expect((await repliesTo(`bulletin ${cve.id}`, [ada.id]))?.audience).toBe("asker");
  });
});

describe("a bulletin of our own", () => {
  const add =
    'bulletin add "Weak cookies in our portal" severity:high package:npm:jws@3.2.2 url:https://wiki.example/1';

  it("is open, and everyone who follows advisories is told", async () => {
    const house = houseOf([]);
    const { summary } = await ask(add, house);
    const [subject] = house.store.known;
    expect(summary).toBe(`Ada has added the bulletin ${subject?.id}: Weak cookies in our portal.`);
    expect(subject).toMatchObject({
      source: "advisories",
      phase: "identified",
      url: "https://wiki.example/1",
      labels: ["high", "affected"],
      facts: [
        { label: "Affected", value: "jws 3.2.2" },
        { label: "Severity", value: "high" },
        { label: "Added by", value: "Ada, 22 Nov 2026" },
      ],
    });
    expect((await ask("bulletins", house)).summary).toContain("1 security bulletin is open");
  });

  it("goes by the CVE that it names", async () => {
    const house = houseOf([]);
    await ask('bulletin add "About cve-2026-77" ', house);
    expect(house.store.known[0]?.id).toMatch(/^own-/);
    await ask('bulletin add "About cve-2026-7777"', house);
    expect(house.store.known[1]?.id).toBe("CVE-2026-7777");
  });

  it("ends and begins again by what people say of it, for no source ever will", async () => {
    const house = houseOf([]);
    await ask(add, house);
    const phase = () => house.store.known[0]?.phase;
    const id = house.store.known[0]?.id;
    await ask(`bulletin ${id} ack`, house);
    expect(phase()).toBe("identified");
    await ask(`bulletin ${id} done note:"new cookies"`, {
      ...house,
      now: new Date(noon.getTime() + HOUR),
    });
    expect(phase()).toBe("resolved");
    expect(house.store.known[0]?.revisions.at(-1)?.text).toBe(
      "Ada marked this as done.\nnew cookies",
    );
    await ask(`bulletin ${id} reopen`, { ...house, now: new Date(noon.getTime() + 2 * HOUR) });
    expect(phase()).toBe("identified");
    await ask(`bulletin ${id} not-affected`, {
      ...house,
      now: new Date(noon.getTime() + 3 * HOUR),
    });
    expect(phase()).toBe("resolved");
    expect(new Set(house.store.known[0]?.revisions.map(({ key }) => key)).size).toBe(4);
  });

  it.each([
    ["bulletin add", /Say what it is about/],
    ['bulletin add "About CVE-2026-40155"', /CVE-2026-40155 is known already/],
    ['bulletin add "See GHSA-xq8m-7c5p-c2r6"', /GHSA-xq8m-7c5p-c2r6 is known already/],
    ['bulletin add "x y" url:javascript:alert(1)', /not an address that can be shown/],
    ['bulletin add "x y" url:https://me:secret@x.example', /without a password/],
    ['bulletin add "x y" severity:awful', /"awful" is not/],
  ])("is refused where it makes no sense: %s", async (said, words) => {
    const house = houseOf([cve]);
    await expect(ask(said, house)).rejects.toThrow(words);
    expect(house.store.known).toHaveLength(1);
  });
});
