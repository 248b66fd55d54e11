import { beforeEach, describe, expect, it } from "vitest";
import { arg, keyed, optional, personal } from "../../src/core/args.ts";
import type { Command } from "../../src/core/command.ts";
import { UpstreamError, UserError } from "../../src/core/errors.ts";
import { actions, text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { TenantError } from "../../src/core/tenant.ts";
import { ada } from "../fakes/context.ts";
import { type House, openHouse, said } from "../fakes/house.ts";

const channel = "local:channel:ops";
const never = () => new Promise<never>(() => undefined);

let house: House = openHouse();
const command: House["command"] = (...given) => house.command(...given);
const fails: House["fails"] = (...given) => house.fails(...given);
const replies: House["replies"] = (...given) => house.replies(...given);
const answer: House["answer"] = (...given) => house.answer(...given);
const plainly: House["plainly"] = (...given) => house.plainly(...given);
beforeEach(() => {
  house = openHouse();
});

describe("finding the command", () => {
  it("gives it its arguments, who asks, where, and in which zone and role", async () => {
    const operators = [ada.id];
    await answer([command("look")], "LOOK up", { access: { operators, admins: [] } });
    expect(house.seen[0]).toMatchObject({
      by: ada,
      from: { conversation: channel },
      role: "operator",
      zone: "Europe/Berlin",
      audience: "asker",
    });
  });

  it("answers an empty line, and a bare mention, with help", async () => {
    expect(await plainly([command("help")], "  ")).toContain("done");
  });

  it("takes a slash before the word", async () => {
    expect(await plainly([command("look")], "/look")).toContain("done");
  });

  it("falls back to the house's zone for a person whose own makes no sense", async () => {
    await answer([command("look")], "look", { invocation: { by: { ...ada, zone: "Mars/Base" } } });
    expect(house.seen[0]?.zone).toBe("UTC");
  });

  it("offers the nearest command, with the rest of the line, and no list that hides it", async () => {
    const plain = await plainly([command("status"), command("help")], 'statsu prod "two words"');
    expect(plain).toContain('I do not know "statsu". Did you mean "status"?');
    expect(plain).toContain('[status prod "two words"] status prod "two words"');
    expect(plain).not.toContain("Do status");
    expect(plain).toContain("[help] help");
    expect(await plainly([command("status")], "troubleshoot")).toContain("- status – Do status");
  });

  it("offers nobody a command that is not theirs to say", async () => {
    const plain = await plainly([command("secret", { access: "admin" })], "secrte");
    expect(plain).toContain('I do not know "secrte"');
    expect(plain).not.toContain("secret");
  });

  it("keeps its answer short, whatever nonsense it is given", async () => {
    expect((await plainly([command("look")], "x".repeat(9000))).length).toBeLessThan(500);
    expect(await plainly([command("look")], "x".repeat(50_000))).toContain(
      "longer than 10000 characters",
    );
    expect((await plainly([command("look")], `look a ${"b".repeat(9000)}`)).length).toBeLessThan(
      1000,
    );
  });
});

describe("who may say what", () => {
  it("refuses with the settings line that would grant it, before arguments are read", async () => {
    const plain = await plainly(
      [
        command("act", {
          access: "operator",
          args: { what: arg.integer("n", { min: 1, max: 2 }) },
        }),
      ],
      "act nonsense",
    );
    expect(plain).toContain(
      '"act" needs the role operator, which you do not have here. Ask whoever runs Watchpost to add this to the settings:',
    );
    expect(plain).toContain('access: { operators: ["local:user:ada"] }');
    expect(house.seen).toEqual([]);
  });

  it("refuses a guest, and warns what a list of viewers would do to everyone else", async () => {
    const guest = { ...ada, member: false };
    const plain = await plainly([command("look")], "look", { invocation: { by: guest } });
    expect(plain).toContain('access: { viewers: ["local:user:ada"] }');
    expect(plain).toContain("With one, only who is on it");
    expect(house.seen).toEqual([]);
  });

  it("shows a refusal to the asker alone, also for a command that answers all", async () => {
    const reply = await answer([command("act", { access: "admin", audience: "all" })], "act");
    expect(reply).toMatchObject({ audience: "asker", pending: false });
    expect(reply.message.summary).toContain('access: { admins: ["local:user:ada"] }');
  });

  it("records who said which command where, and how it went, but none of the words", async () => {
    await answer([command("look")], "look ada@example.com");
    expect(house.log.lines).toEqual([
      expect.stringMatching(
        /^info .*"command":"look".*"by":"local:user:ada".*"outcome":"answered"/,
      ),
    ]);
    expect(house.log.lines.join()).not.toContain("example.com");
  });

  it("records nothing where nobody said anything, and something was only asked again", async () => {
    await answer([command("look")], "look", { invocation: { unasked: true } });
    expect(house.log.lines).toEqual([]);
  });
});

describe("errors become words", () => {
  it("shows a slip as it is put, with the usage and an example", async () => {
    const plain = await plainly([fails("look", new UserError("That is too far."))], "look");
    expect(plain).toContain("That is too far.");
    expect(plain).toContain("usage: look [what]\n   try: look now");
  });

  it("leads to help, instead of filling the screen, where there are more examples", async () => {
    const failing = fails("look", new UserError("That is too far."));
    const examples = ["look a", "look b", "look c"];
    const plain = await plainly([{ ...failing, examples }], "look");
    expect(plain).toContain("try: look b\n[help look] help look");
    expect(plain).not.toContain("look c");
    expect(await plainly([failing], "look")).not.toContain("[help look]");
  });

  it("says which system could not be asked, and when to try again", async () => {
    const late = new UpstreamError("Auth0", "it answered 429", { retryAfterMs: 30_000 });
    expect(await plainly([fails("look", late)], "look")).toContain(
      "Auth0 could not be asked: it answered 429. Please try again in 30 s.",
    );
    expect(
      await plainly([fails("look", new UpstreamError("Auth0", "It is down."))], "look"),
    ).toContain("It is down. Please try again in a while.");
  });

  it("says whose move it is when a tenant gives nothing, and nothing of its own beside", async () => {
    const told = { reason: "scope", fix: "Grant it read:logs." } as const;
    const error = new TenantError("prod", "The logs of prod may not be read", told);
    const words = await plainly([fails("look", error)], "look");
    expect(words).toContain("may not be read. Grant it read:logs.");
    expect(words).not.toContain("try again");
  });

  it("gives a reference for anything else, and the log the error under the same", async () => {
    const plain = await plainly(
      [fails("look", new TypeError("undefined is not a function"))],
      "look",
    );
    expect(plain).toContain("this reference: ref-1");
    expect(plain).not.toContain("undefined");
    expect(house.log.lines[0]).toMatch(/^error .*"reference":"ref-1"/);
  });

  it("survives a command that throws at once, or throws nothing sensible", async () => {
    const throws = command("look", {
      run: () => {
        throw new Error("at once");
      },
    });
    expect(await plainly([throws], "look")).toContain("ref-1");
    expect(await plainly([fails("look", undefined)], "look")).toContain("ref-1");
  });

  it.each([
    ["a slip", new UserError("No.")],
    ["trouble elsewhere", new UpstreamError("Auth0", "down")],
    ["a bug", new Error("bug")],
  ])("shows %s in a command for all to the asker alone", async (_case, error) => {
    const reply = await answer([fails("tell", error, { audience: "all" })], "tell");
    expect(reply).toMatchObject({ audience: "asker", pending: false });
    expect(renderPlain(reply.message)).not.toContain("Share here");
  });

  it("stays where its progress was shown, if it fails late", async () => {
    const late = command("tell", {
      audience: "all",
      run: () => house.clock.after(3000).then(() => Promise.reject(new UserError("No."))),
    });
    const shown = await replies([late], "tell");
    expect(shown.map(({ audience, pending }) => [audience, pending])).toEqual([
      ["all", true],
      ["all", false],
    ]);
  });
});

describe("slow answers", () => {
  const slow = (ms: number) =>
    command("slow", {
      run: () => house.clock.after(ms).then(() => ({ summary: "done", blocks: [text("done")] })),
    });

  it("shows a quick answer with nothing before it", async () => {
    expect(await replies([slow(1000)], "slow")).toHaveLength(1);
  });

  it("shows that it is under way, ever more rarely, then the answer", async () => {
    const shown = await replies([slow(30_000)], "slow");
    expect(shown.map(({ message, pending }) => [message.summary, pending])).toEqual([
      ['Working on "slow", 2 s so far.', true],
      ['Working on "slow", 7 s so far.', true],
      ['Working on "slow", 17 s so far.', true],
      ["done", false],
    ]);
  });

  it("answers a line whose command never ends, and says that nothing will follow", async () => {
    const shown = await replies([command("hang", { run: never })], "hang");
    const last = shown.at(-1);
    expect(last?.pending).toBe(false);
    expect(last?.message.summary).toContain(
      '"hang" has not finished after 1 min, and no answer will follow.',
    );
    expect(last?.message.summary).toContain("ref-1");
    expect(shown.length).toBeLessThanOrEqual(5);
    expect(house.log.lines.join()).toContain("did not finish in time");
  });

  it("asks nothing of the command before the line was taken, and leaves no timer behind", async () => {
    const asked = house.dispatch([command("look")])(said("look"));
    expect(house.seen).toEqual([]);
    for await (const reply of asked) expect(reply.message.summary).toBe("done");
    expect(house.clock.waiting()).toBe(0);
  });
});

describe("sharing", () => {
  it("gives a private answer a button that says the line again for everyone", async () => {
    const reply = await answer([command("look")], ' look "a b" ');
    expect(reply.audience).toBe("asker");
    expect(reply.message.blocks.at(-1)).toEqual(
      actions({ label: "Share here", line: 'look "a b" share:here' }),
    );
  });

  it("answers that line to all, says so to the command, and needs no second button", async () => {
    const reply = await answer([command("look")], "look up share:here");
    expect(reply.audience).toBe("all");
    expect(house.seen[0]?.audience).toBe("all");
    expect(renderPlain(reply.message)).not.toContain("Share here");
  });

  it("lets nobody repeat before all whom the line was about, also while it is under way", async () => {
    const args = { who: optional(keyed(personal(arg.word("a person")))) };
    const shared = await answer([command("look", { args })], "look who:ada share:here");
    expect(shared.said).toBe("look who:…");
    const own = await answer([command("look", { args })], "look who:ada");
    expect(own.said).toBeUndefined();
    const slow = command("look", { args, run: never });
    const shown = await replies([slow], "look who:ada share:here");
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.every(({ said: line }) => line === "look who:…")).toBe(true);
  });

  it("answers to all where the command says that these words are for all, and only there", async () => {
    const shares: Command["shares"] = ([first]) => first?.toLowerCase() === "now";
    const shared = { shares, args: { when: optional(arg.word("when")) } };
    expect((await answer([command("digest", shared)], "digest NOW")).audience).toBe("all");
    expect((await answer([command("digest", shared)], "digest later")).audience).toBe("asker");
    expect((await answer([command("digest", shared)], "digest")).audience).toBe("asker");
    expect((await answer([command("look", { args: shared.args })], "look now")).audience).toBe(
      "asker",
    );
  });

  it("adds the button to those that are there, without crowding them", async () => {
    const buttons = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ label: `${n}`, line: "look" }));
    const some = command("look", {
      run: async () => ({ summary: "x", blocks: [actions(...buttons(2))] }),
    });
    expect((await answer([some], "look")).message.blocks).toHaveLength(1);
    const many = command("look", {
      run: async () => ({ summary: "x", blocks: [actions(...buttons(5))] }),
    });
    expect((await answer([many], "look")).message.blocks).toHaveLength(2);
  });

  it.each([
    ["in a direct message", command("look"), { from: { conversation: ada.id } }],
    ["for an answer to all", command("look", { audience: "all" }), {}],
    ["for what acts: it would act again", command("look", { acts: true }), {}],
  ])("has no such button %s", async (_case, look, invocation) => {
    expect(await plainly([look], "look", { invocation })).not.toContain("Share here");
  });
});
