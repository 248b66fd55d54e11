import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { parseArgs, publicWords, quoted, wordsOf } from "../../src/core/line.ts";
import { filterArgs, logArgs, queryOf, timeArgs } from "../../src/core/log-args.ts";
import { fixed, lineOf } from "../../src/core/log-asked.ts";
import { codesOf, loginFailureTypes, logTypes } from "../../src/core/log-types/index.ts";
import { anyWords } from "../properties/words.ts";

const now = new Date("2026-11-22T12:00:00Z"); // A Sunday; 13:00 in Berlin.
const context = { now, zone: "Europe/Berlin" };

const parse = (line: string) => parseArgs(wordsOf(line), logArgs, context);
const query = (line: string) => queryOf(parse(line), context);
const terms = (line: string) => query(line).terms;
const times = (line: string) => {
  const { since, until } = query(line);
  return [since?.toISOString().slice(0, 16), until?.toISOString().slice(0, 16)];
};

describe("filters of log events", () => {
  it("are lists, of which one is enough", () => {
    expect(terms('user:ada@example.com,bob client:"Checkout, EU",Shop org:org_1')).toEqual([
      { field: "user", values: ["ada@example.com", "bob"] },
      { field: "client", values: ["Checkout, EU", "Shop"] },
      { field: "organization", values: ["org_1"] },
    ]);
  });

  it("leave out what has a minus in front, whatever a phone makes of the minus", () => {
    const left = { field: "user", values: ["ada"], not: true };
    for (const minus of ["-", "–", "—", "−", "!", "not:"]) {
      expect(terms(`${minus}user:ada`), minus).toEqual([left]);
    }
    expect(terms("-client:Checkout -user:ada -timeout")).toEqual([
      { field: "client", values: ["Checkout"], not: true },
      left,
      { field: "text", values: ["timeout"], not: true },
    ]);
  });

  it("take addresses, networks, and a star for the rest of an address", () => {
    expect(terms("ip:203.0.113.7,203.0.113.0/24,198.51.*,2001:DB8:0::1")).toEqual([
      {
        field: "ip",
        values: ["203.0.113.7", "203.0.113.0/24", "198.51.0.0/16", "2001:db8::1"],
      },
    ]);
    for (const wrong of ["203.0.113.300", "203.0.113.0/33", "here", "1.2.3.4/8/8"]) {
      expect(() => query(`ip:${wrong}`), wrong).toThrow("is not an IP address; write one like");
    }
  });

  it("take quotes of other kinds around a name, and brackets around an address, for what they are", () => {
    for (const value of [
      "'ada@acme.example'",
      "'‘ada@acme.example’'",
      "‘ada@acme.example’",
      "«ada@acme.example»",
    ]) {
      expect(terms(`user:${value}`), value).toEqual([
        { field: "user", values: ["ada@acme.example"] },
      ]);
    }
    expect(terms("user:o'hara,d’arcy")).toEqual([{ field: "user", values: ["o'hara", "d’arcy"] }]);
    expect(terms("ip:[2001:DB8::1],[2001:db8::]/32")).toEqual([
      { field: "ip", values: ["2001:db8::1", "2001:db8::/32"] },
    ]);
  });

  it("take words that all occur, and words in quotes that stand side by side", () => {
    expect(terms('wrong "email or password" -"too many"')).toEqual([
      { field: "text", values: ["wrong"] },
      { field: "text", values: ["email or password"] },
      { field: "text", values: ["too many"], not: true },
    ]);
    expect(terms('text:"wrong password"')).toEqual([{ field: "text", values: ["wrong password"] }]);
    expect(() => query("☂")).toThrow("no letter and no digit");
  });

  it("refuse what is misspelt, with the nearest right one", () => {
    const slips = [
      ["usr:ada", 'I do not know "usr:", did you mean "user:"?'],
      ["-usr:ada", 'did you mean "user:"?'],
      ["email:ada", 'did you mean "user:"?'],
      ["from:yesterday", 'did you mean "since:"?'],
      ["type=fp", 'did you mean "type:"?'],
      ["since:yestrday", 'Did you mean "yesterday"?'],
      ["on:lastweek", 'Did you mean "last-week"?'],
      ["type:failurs", 'Did you mean "failures"?'],
      ["type:fp OR type:s", "is there twice"],
      ["user:ada OR bob", '"OR" is not needed'],
      ["-since:2h", "cannot be left out"],
      ["-type:-mail", "says twice"],
      [
        "since:yesterday 22:00",
        '"22:00" is a time; say since:22:00, or since:"yesterday 22:00" in quotes',
      ],
      ["type:fp, fu", '"fp," ends with a comma; write the next one right behind it'],
      ["ip:203.0.113.1, 203.0.113.2", "ends with a comma"],
      ["text:since:2h", '"since:" is a time, which has no place here; "logs since:2h" looks back'],
      ["yesterday", '"yesterday" is a time; say on:yesterday'],
      ["type:fp 24h", '"24h" is a time; say since:24h'],
      ["last:2h", 'did you mean "since:"?'],
      ["name:ada", 'did you mean "user:"?'],
      ["time:22:00", 'did you mean "on:"?'],
      ["since:yestrday", '"yestrday" is not a time. Did you mean "yesterday"? Write one like 2h'],
    ] as const;
    for (const [line, words] of slips) expect(() => query(line), line).toThrow(words);
    expect(terms('"error: timeout" https://app.example/x?a=b')).toHaveLength(2);
  });
});

describe("types of log events", () => {
  const codes = (line: string) => terms(`type:${line}`)[0]?.values ?? [];

  it("are codes, kinds, topics, both, and groups with a name of their own", () => {
    expect(codes("FP,s")).toEqual(["fp", "s"]);
    expect(codes("failures")).toEqual(codesOf({ kind: "failure" }));
    expect(codes("mail-failures")).toEqual(["fn", "fv", "fvr"]);
    expect(codes("failed-logins")).toEqual(loginFailureTypes);
    expect(codes("ratelimits")).toContain("api_limit");
    expect(codes("rate-limits")).toEqual(codes("ratelimits"));
    expect(codes("mfa")).toContain("gd_auth_failed");
    expect(codes("admin")).toContain("sapi");
    expect(codes("attack")).toContain("limit_wc");
    expect(codes("deprecations")).toEqual(["depnote"]);
    expect(codes("gd_*")).toEqual(["gd_*"]);
  });

  it("leave out with a minus, in the list and in front of it", () => {
    const mail = { field: "type", values: codesOf({ topic: "mail" }), not: true };
    expect(terms("-type:mail")).toEqual([mail]);
    expect(terms("type:failures,-mail")).toEqual([
      { field: "type", values: codesOf({ kind: "failure" }) },
      mail,
    ]);
  });

  it("are each reached by a kind and a topic, and those that nobody knows by a word of their own", () => {
    const kinds = ["failures", "warnings", "successes", "notices"].flatMap(codes);
    expect(new Set(kinds)).toEqual(new Set(logTypes.keys()));
    expect(kinds).toHaveLength(logTypes.size);
    expect(terms("type:unknown")).toEqual([
      { field: "type", values: [...logTypes.keys()], not: true },
    ]);
    expect(codes("new_code")).toEqual(["new_code"]);
  });
});

describe("times of log events", () => {
  it.each([
    ["since:2h", "2026-11-22T10:00", undefined],
    ["since:yesterday", "2026-11-20T23:00", undefined],
    ["since:yesterday until:yesterday", "2026-11-20T23:00", "2026-11-21T23:00"],
    ["since:12:30", "2026-11-22T11:30", undefined],
    ["since:23:00", "2026-11-21T22:00", undefined],
    ["since:22:00 until:23:00", "2026-11-21T21:00", "2026-11-21T22:00"],
    ["since:12:00 until:14:00", "2026-11-22T11:00", "2026-11-22T13:00"],
    ["since:monday until:now", "2026-11-15T23:00", "2026-11-22T12:00"],
    ["on:today", "2026-11-21T23:00", "2026-11-22T23:00"],
    ["on:2026-11-20", "2026-11-19T23:00", "2026-11-20T23:00"],
    ["on:2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"],
    ["on:2026-10", "2026-09-30T22:00", "2026-10-31T23:00"],
    ["during:last-week", "2026-11-08T23:00", "2026-11-15T23:00"],
    ["during:this-month", "2026-10-31T23:00", "2026-11-30T23:00"],
    ["during:last-month", "2026-09-30T22:00", "2026-10-31T23:00"],
    ["during:2026-11-22T09", "2026-11-22T08:00", "2026-11-22T09:00"],
    ["during:2026-11-20T14:00..15:00", "2026-11-20T13:00", "2026-11-20T14:00"],
    ["during:2026-11-20T23:00..01:00", "2026-11-20T22:00", "2026-11-21T00:00"],
    ["during:2026-11-18..2026-11-20", "2026-11-17T23:00", "2026-11-20T23:00"],
    ["during:2h..1h", "2026-11-22T10:00", "2026-11-22T11:00"],
    ["during:2h", "2026-11-22T10:00", "2026-11-22T12:00"],
    ['on:"last week"', "2026-11-08T23:00", "2026-11-15T23:00"],
    ['since:"yesterday 22:00" until:9:00', "2026-11-21T21:00", "2026-11-22T08:00"],
    ["during:22:00-23:00", "2026-11-21T21:00", "2026-11-21T22:00"],
    ["during:9:00–10:30", "2026-11-22T08:00", "2026-11-22T09:30"],
    ["during:2026-11-18…2026-11-20", "2026-11-17T23:00", "2026-11-20T23:00"],
    ["during:yesterdayT22:00..01:00", "2026-11-21T21:00", "2026-11-22T00:00"],
  ])("%s", (line, since, until) => {
    expect(times(line)).toEqual([since, until]);
  });

  it("are said once, have something between them, and have begun", () => {
    expect(() => query("since:1h until:2h")).toThrow("there is no time between them");
    expect(() => query("since:2026-11-23")).toThrow("is still to come");
    expect(() => query("on:today since:2h")).toThrow("Say one time");
    expect(() => query("during:3..2..1")).toThrow("is not a time");
    expect(() => query("since:never")).toThrow('"never" is not a time');
  });
});

const pieces = fc.constantFrom(
  ...["type:failures,-mail", "type:gd_*", "-type:mail,fp", "not:type:new_code", "type:unknown"],
  ...["user:ada,bob*", 'user:"Ada L"', "-user:auth0|1", "person:ada", 'client:"Checkout, EU"'],
  ...[
    "ip:203.0.113.0/24",
    "user:'ada'",
    "-ip:2001:db8::1",
    "org:org_1",
    "connection:Users",
    "–client:Shop",
  ],
  ...["timeout", '"wrong password"', '-"too many"', "-timeout", "https://x.example/a:b", "text:x"],
  ...["since:2h", "until:1h", "on:yesterday", "during:2026-11-20T14:00..15:00", "since:22:00"],
);
const lines = fc
  .array(fc.oneof({ weight: 9, arbitrary: pieces }, { weight: 1, arbitrary: anyWords() }))
  .map((words) => words.join(" "));

/** What a line means; undefined where it is refused. Anything but a refusal fails the test. */
function meant(line: string) {
  try {
    const asked = parse(line);
    return { asked, query: queryOf(asked, context) };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

describe("a line about log events", () => {
  it("means the same when it is said again, whatever it holds, or is refused in words", () => {
    fc.assert(
      fc.property(lines, (line) => {
        const first = meant(line);
        if (!first) return;
        const again = lineOf("logs", first.asked).replace(/^logs ?/, "");
        expect(meant(again)?.query).toEqual(first.query);
        const later = lineOf("logs", fixed(first.asked, first.query)).replace(/^logs ?/, "");
        expect(meant(later)?.query).toEqual(first.query);
      }),
      { numRuns: 2000 },
    );
  });

  it("is never anything but understood or refused, whatever is typed", () => {
    fc.assert(
      fc.property(anyWords(), fc.constantFrom(...keys), (value, key) => {
        for (const sign of ["", "-"]) {
          expect(() => meant(`${sign}${key}${quoted(value)}`)).not.toThrow();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("names nobody where everybody sees it", () => {
    const shown = publicWords(wordsOf("-user:ada -type:mail timeout type:fp"), logArgs);
    expect(shown).toEqual(["…", "-type:mail", "…", "type:fp"]);
  });
});

const keys = Object.keys({ ...filterArgs, ...timeArgs }).map((key) => `${key}:`);
