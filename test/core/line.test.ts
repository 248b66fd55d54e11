import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArgContext, arg, keyed, optional, personal } from "../../src/core/args.ts";
import { sayLine, usageOf } from "../../src/core/command.ts";
import { UserError } from "../../src/core/errors.ts";
import { formOf, lineOf } from "../../src/core/form.ts";
import { parseArgs, publicWords, quoted, wordsOf } from "../../src/core/line.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { anyWords } from "../properties/words.ts";

const context: ArgContext = { now: new Date("2026-11-22T12:00:00Z"), zone: "UTC" };
const args = {
  who: arg.word("somebody", "ada"),
  text: arg.rest("any words"),
  limit: optional(keyed(arg.integer("how many", { min: 1, max: 20 }))),
};
const parse = (line: string) => parseArgs(wordsOf(line), args, context);

/** Lines as people and phones write them: words, quotes of all kinds, colons, addresses. */
const typed = fc
  .array(
    fc.oneof(
      anyWords(),
      fc.constantFrom(
        '"',
        "“",
        "”",
        "„",
        " ",
        "\n",
        "\t",
        ":",
        "limit:",
        "who:",
        "https://x.example/a?b=c",
        "constructor:",
        "__proto__:",
        "toString",
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("words of a line", () => {
  it.each([
    ["  one   two ", ["one", "two"]],
    ['since:"two words" x', ["since:two words", "x"]],
    ["text:“typed on a phone”", ["text:typed on a phone"]],
    ["„deutsch“ x", ["deutsch", "x"]],
    ['say "never closed', ["say", "never", "closed"]],
    ['5"disk', ["5disk"]],
    ['""', []],
    ["", []],
  ])("of %j are %j", (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it("are never empty and lose no letter", () => {
    fc.assert(
      fc.property(typed, (line) => {
        const words = wordsOf(line);
        const bare = (said: string) => said.replace(/[\s"“”„]/gu, "");
        expect(words.every((word) => word.length > 0)).toBe(true);
        expect(bare(words.join(""))).toBe(bare(line));
      }),
    );
  });

  it("survive being quoted", () => {
    fc.assert(
      fc.property(fc.array(anyWords({ minLength: 1 })), (given) => {
        const kept = given.map((word) => word.replace(/["“”„]/gu, "")).filter(Boolean);
        expect(wordsOf(given.map(quoted).join(" "))).toEqual(kept);
      }),
    );
  });

  it("are found in no time in a line made to take long", () => {
    const hostile = [
      '"'.repeat(200_000),
      "“a".repeat(100_000),
      `"${" x".repeat(100_000)}`,
      "a".repeat(400_000),
    ];
    expect(cpuTime(() => hostile.forEach(wordsOf))).toBeLessThan(2000);
  });
});

describe("arguments of a line", () => {
  it("are taken by position, and by name in any order", () => {
    expect(parse("limit:3 ada what is up")).toEqual({ who: "ada", text: "what is up", limit: 3 });
    expect(parse("LIMIT:3 text:x who:ada")).toEqual({ who: "ada", text: "x", limit: 3 });
  });

  it("leave addresses and other colons of free text alone", () => {
    expect(parse("ada https://x.example:80/a error: timeout")).toMatchObject({
      text: "https://x.example:80/a error: timeout",
    });
  });

  it("treat a name that every object has as any other word", () => {
    expect(parse("ada constructor:x __proto__:y")).toMatchObject({
      text: "constructor:x __proto__:y",
    });
    expect(() => parseArgs(["constructor:x"], { who: args.who }, context)).toThrow(
      'I do not know "constructor:"',
    );
  });

  it.each([
    ["limit:3", "Missing: somebody, like ada."],
    ["ada limit:many", '"many" is not a whole number from 1 to 20 (how many).'],
    ["ada limit:21", "from 1 to 20"],
    ["ada limit:1.5", "from 1 to 20"],
    ["ada limit: 3", '"limit:" has no value; write it right behind the colon, without a space.'],
    ["ada limit:1 limit:2", '"limit:" is there twice; say it once.'],
  ])("refuse %j in words", (line, words) => {
    expect(() => parse(line)).toThrow(words);
  });

  it("name the nearest for a name they do not know", () => {
    const only = { tenant: optional(keyed(arg.word("a tenant"))), who: args.who };
    expect(() => parseArgs(["tenat:prod"], only, context)).toThrow(
      'I do not know "tenat:", did you mean "tenant:"?; known here: tenant: who:.',
    );
    expect(() => parseArgs(["ada", "bob"], only, context)).toThrow(
      'I do not know what to do with "bob".',
    );
  });

  it("are typed values or a UserError, whatever is said", () => {
    fc.assert(
      fc.property(typed, (line) => {
        try {
          const { who, text, limit } = parse(line);
          expect([typeof who, typeof text]).toEqual(["string", "string"]);
          expect(limit === undefined || (limit >= 1 && limit <= 20)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(String(error).length).toBeLessThan(20_000);
        }
      }),
    );
  });
});

describe("forms", () => {
  const command = { name: "look", summary: "Look", args };

  it("ask for each argument, with choices that only the settings know", () => {
    const form = formOf(command, { who: "ada" }, { who: { choices: ["ada", "bob"] } });
    expect(form.fields).toEqual([
      {
        name: "who",
        label: "Who",
        hint: "Somebody",
        required: true,
        choices: ["ada", "bob"],
        value: "ada",
      },
      { name: "text", label: "Text", hint: "Any words", required: false },
      { name: "limit", label: "Limit", hint: "How many", example: "1-20", required: false },
    ]);
    expect(usageOf(command)).toBe("look <who> [text] [limit:1-20]");
  });

  it("say a line that gives back exactly what was filled in", () => {
    const filled = fc.record({
      who: anyWords({ minLength: 1 }).filter((s) => /[^\s"“”„]/u.test(s)),
      text: anyWords(),
    });
    fc.assert(
      fc.property(filled, (answers) => {
        const [name, ...words] = wordsOf(lineOf(formOf(command), answers));
        const clean = (answer: string) => answer.trim().replace(/["“”„]/gu, "");
        expect(name).toBe("look");
        expect(parseArgs(words, args, context)).toEqual({
          who: clean(answers.who),
          text: clean(answers.text),
          limit: undefined,
        });
      }),
    );
  });

  it("leave out what is empty", () => {
    expect(sayLine("look", { who: " ", text: '"', limit: undefined, page: 2 })).toBe("look page:2");
  });
});

describe("a line before everybody", () => {
  const args = {
    text: personal(arg.rest("words")),
    user: optional(keyed(personal(arg.word("a person")))),
    kind: optional(keyed(arg.word("a kind"))),
    type: optional(keyed(personal(arg.word("a type"), (written) => written !== "known"))),
  };
  const shown = (line: string) => publicWords(wordsOf(line), args)?.join(" ");

  it("does not repeat what may be about a person", () => {
    expect(shown('user:"Ada L" kind:"two words"')).toBe('user:… "kind:two words"');
    expect(shown("USER:ada kind:a blocked usr:ada")).toBe("user:… kind:a … …");
    expect(shown("type:ada")).toBe("type:…");
  });

  it("is repeated as it was said where nothing in it may be", () => {
    expect(shown('kind:"two words" type:known')).toBeUndefined();
    expect(publicWords(["Ada"], { what: arg.word("a thing") })).toBeUndefined();
  });
});
