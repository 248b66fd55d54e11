import { beforeEach, describe, expect, it } from "vitest";
import { createTrail } from "../../src/audit/trail.ts";
import { arg, keyed, optional, personal } from "../../src/core/args.ts";
import type { Invocation } from "../../src/core/chat-adapter.ts";
import { type Command, defineCommand } from "../../src/core/command.ts";
import { RefusedError, UpstreamError, UserError } from "../../src/core/errors.ts";
import { noJournal } from "../../src/core/journal.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { type FakeAudit, fakeAudit } from "../fakes/audit.ts";
import { ada } from "../fakes/context.ts";
import { type House, openHouse } from "../fakes/house.ts";

let house: House;
let audit: FakeAudit;
let trail: ReturnType<typeof createTrail>;
beforeEach(() => {
  house = openHouse();
  audit = fakeAudit();
  trail = createTrail({ audit, journal: noJournal, key: "key", clock: house.clock });
});

const access = { operators: [ada.id], admins: [] };
const full = new Error("the disk is full");
const never = () => new Promise<never>(() => undefined);

const args = { who: optional(keyed(personal(arg.word("a person")))) };
const look = (more: Partial<Command> = {}) =>
  house.command("look", { args, ...more } as Partial<Command>);
const fails = (error: unknown) => house.fails("look", error);

async function say(command: Command, line: string, invocation: Partial<Invocation> = {}) {
  const reply = await house.answer([command], line, { access, hearing: trail, invocation });
  return { words: renderPlain(reply.message), reply };
}

describe("a line in the audit trail", () => {
  it("says who said what where, with which role, how it went and how long that took", async () => {
    const slow = look({
      run: () => house.clock.after(2500).then(() => ({ summary: "done", blocks: [] })),
    });
    await say(slow, "look who:grace@example.com share:here", { id: "L1" });
    expect(audit.entries()).toEqual([
      {
        at: new Date("2026-11-22T12:00:00Z"),
        kind: "line",
        by: { id: ada.id, name: ada.name },
        in: "local:channel:ops",
        command: "look",
        words: "who:…",
        about: [expect.stringMatching(/^h:[0-9a-f]{32}$/)],
        role: "operator",
        audience: "all",
        outcome: "answered",
        ms: 2500,
        line: "L1",
      },
    ]);
  });

  it.each<[string, string, () => Command, string, object]>([
    ["answered", "answered", () => look(), "look", {}],
    ["refused", "refused", () => look({ access: "admin" }), "look", { role: "operator" }],
    ["refused in part", "refused", () => fails(new RefusedError("admin", "no")), "look", {}],
    ["unknown", "unknown", () => look(), "lok ada@example.com", {}],
    ["too long", "wrong", () => look(), `look ${"x".repeat(11_000)}`, {}],
    ["with wrong arguments", "wrong", () => look(), "look whom:ada@example.com", {}],
    ["that cannot be done", "wrong", () => fails(new UserError("No.")), "look", {}],
    [
      "that another system holds up",
      "unavailable",
      () => fails(new UpstreamError("A", "b")),
      "look",
      {},
    ],
    ["that fails", "failed", () => fails(new Error("bug")), "look", { reference: "ref-1" }],
    ["that takes too long", "overdue", () => look({ run: never }), "look", { reference: "ref-1" }],
  ])("is one entry, %s", async (_, outcome, command, line, more) => {
    await say(command(), line);
    expect(audit.entries()).toEqual([expect.objectContaining({ kind: "line", outcome, ...more })]);
    expect(JSON.stringify(audit.kept)).not.toContain("ada@example.com");
  });

  it("that was overdue is followed by how it went in the end, which nobody was shown", async () => {
    const slow = look({
      run: () => house.clock.after(90_000).then(() => ({ summary: "done", blocks: [] })),
    });
    expect((await say(slow, "look who:ada@example.com", { id: "L1" })).words).toContain(
      "has not finished",
    );
    await house.clock.advance(60_000);
    expect(audit.entries()).toMatchObject([
      { outcome: "overdue", line: "L1", ms: 60_000 },
      { outcome: "answered", line: "L1", ms: 90_000, late: true, words: "who:…" },
    ]);
    expect(house.log.lines.join()).toMatch(/"outcome":"answered","ms":90000,"late":true/);
  });

  it("is written before its answer is shown", async () => {
    const shown: string[] = [];
    const { append } = audit;
    audit.append = async (entries) => {
      await append(entries);
      shown.push("written");
    };
    const answer = house.dispatch([look()], { access, hearing: trail });
    for await (const reply of answer({ line: "look", by: ada, from: { conversation: ada.id } })) {
      shown.push(reply.message.summary);
    }
    expect(shown).toEqual(["written", "done"]);
  });

  it("is not written where nobody said anything", async () => {
    await say(look(), "look", { unasked: true });
    expect(audit.entries()).toEqual([]);
  });

  it.each<[string, Partial<Command>]>([
    ["that acts", { acts: true }],
    ["that tells of people", { access: "operator" }],
    ["for all to see", { shares: () => true }],
  ])("is written all the same %s, though it came as if nobody said it", async (_, more) => {
    await say(look(more), "look", { unasked: true });
    expect(audit.entries()).toEqual([expect.objectContaining({ command: "look" })]);
  });

  it("shares a transaction with others that come at the same time", async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => say(look(), "look", { id: `L${n}` })));
    expect(audit.entries()).toHaveLength(50);
    expect(audit.transactions.length).toBeLessThan(10);
  });
});

describe("where the trail cannot be written", () => {
  const acting = (name = "act") =>
    defineCommand({ ...house.command(name), acts: true, access: "operator" } as Command);

  it("the answer of what acts or tells of people is not shown, and says so", async () => {
    audit.breaks(full);
    const told = await say(look({ access: "operator" }), "look");
    expect(told.words).toContain(
      'The answer to "look" is not shown: it could not be written into the audit trail.',
    );
    expect(told.words).not.toContain("done");
    expect(house.log.lines.join("\n")).toContain("a line could not be kept");
    expect(house.log.lines.join("\n")).toMatch(/"reference":"ref-1".*held back/);
  });

  it("nor is that of words that do something, of a command that everybody may say", async () => {
    audit.breaks(full);
    const shares: Command["shares"] = ([first]) => first === "done";
    const told = look({ shares, args: { what: optional(arg.word("what")) } });
    expect((await say(told, "look done")).words).toContain("is not shown");
    audit.breaks();
    await say(told, "look done");
    audit.breaks(full);
    expect((await say(told, "look")).words).toContain("done");
  });

  it("says of what acts that it may be done", async () => {
    audit.breaks(full);
    expect((await say(acting(), "act")).words).toContain(
      "What it was to do may be done: look before you say it again.",
    );
    expect(house.seen).toHaveLength(1);
  });

  it("such a command is not even run any more, until it can be written again", async () => {
    audit.breaks(full);
    await say(look(), "look");
    expect((await say(acting(), "act")).words).toContain(
      '"act" was not run: the audit trail cannot be written',
    );
    expect(house.seen).toHaveLength(1);
    audit.breaks();
    expect((await say(acting(), "act")).words).toBe("done");
    expect(house.seen).toHaveLength(2);
  });

  it("what everybody may know is shown all the same: doctor says what is wrong", async () => {
    audit.breaks(full);
    expect((await say(look(), "look")).words).toContain("done");
    expect(house.log.lines.join()).toContain("a line could not be kept");
  });

  it("nobody waits for ever for a store that does not answer", async () => {
    audit.append = never;
    expect((await say(look({ access: "operator" }), "look")).words).toContain("is not shown");
    expect((await say(look(), "look")).words).toContain("done");
    expect(house.seen).toHaveLength(2);
    expect((await say(acting(), "act")).words).toContain('"act" was not run');
    expect(house.seen).toHaveLength(2);
  });

  it("a slip is explained all the same", async () => {
    audit.breaks(full);
    expect((await say(look({ access: "operator" }), "look whom:x")).words).toContain("whom");
  });
});
