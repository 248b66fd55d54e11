import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { asShown } from "../../adapters/local/shown.ts";
import { renderSlack, renderWithoutBlocks } from "../../adapters/slack/render.ts";
import { problemsOf } from "../../adapters/teams/card-kit.ts";
import { renderTeams, renderWithoutCard } from "../../adapters/teams/render.ts";
import { csvHeader, csvRow, jsonLine } from "../../src/commands/logs-csv.ts";
import { UpstreamError } from "../../src/core/errors.ts";
import type { Message } from "../../src/core/message.ts";
import { visible } from "../../src/core/visible.ts";
import { openLog } from "../../src/log.ts";
import { complain, say } from "../../src/program/say.ts";
import { logEvent } from "../fakes/log-event.ts";
import { anyWords } from "../properties/words.ts";

const nasty = [
  'x"}\n{"level":50,"time":"2026-11-29T12:00:00Z","msg":"forged"}',
  "one\r\ntwo\rthree\u0085four\u2028five\u2029six\u000bseven\u000ceight",
  "\u001b[2J\u001b]0;title\u0007\u001b]8;;https://evil.example\u0007good\u001b]8;;\u0007\u001b[1A\u001b[2K",
  "\u009b2J\u009d0;title\u009c",
  "exe.\u202Egnp\u202C \u2066\u2067\u2068\u2069 \u202A\u202B\u202D",
  "ad\u200bm\u200di\u200cn\u2060 a\u00addmin \ufeffadmin \u180eadmin \u034fadmin \u{e0061}\u{e0064}",
  "admin\ufe0f\ufe0f \u3164 \u115f \uffa0",
  "admin\u061c\u061c ad\u200e\u061cmin א\u061c\u061c",
  "\b\b\b\bgood\u0000\u007f",
  "__proto__",
  "\ud800 half",
  "=cmd|' /C calc'!A0",
];
const hostile = fc.oneof(
  fc.constantFrom(...nasty),
  anyWords({ maxLength: 40 }),
  fc
    .tuple(anyWords({ maxLength: 5 }), fc.constantFrom(...nasty), anyWords({ maxLength: 5 }))
    .map((parts) => parts.join("")),
);

/** Letters beside which a mark of direction has a meaning, and is no disguise. */
const leftwards = String.raw`(?!\u061c)[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]`;
/** What turns, hides or moves what is shown, or ends a line for somebody. */
const sly = new RegExp(
  [
    String.raw`(?![\t\n])\p{Cc}|\u00ad|\u034f`,
    String.raw`(?<!${leftwards})[\u061c\u200e\u200f](?!${leftwards})`,
    String.raw`[\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]`,
    String.raw`[\u{e0000}-\u{e00ff}]`,
  ].join("|"),
  "u",
);

afterEach(() => void vi.restoreAllMocks());

describe("what feeds, people and events write", () => {
  it("is one line of the bot's log, which reads as it was and forges no other", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const lines: string[] = [];
        const log = openLog("info", { write: (line) => void lines.push(line) });
        const wrong = Object.assign(new TypeError(words), { note: words });
        log.info({ name: words, said: { [words]: words } }, words);
        log.warn({ err: new UpstreamError("feed", words, { cause: new Error(words) }) }, "a feed");
        log.error({ err: wrong }, "a bug");
        expect(lines).toHaveLength(3);
        for (const line of lines) {
          expect(line.endsWith("}\n")).toBe(true);
          expect(line.slice(0, -1)).not.toMatch(sly);
          expect(line.slice(0, -1)).not.toContain("\n");
        }
        const [first, second, third] = lines.map((line) => JSON.parse(line));
        expect(Object.keys(first).slice(0, 2)).toEqual(["level", "time"]);
        expect([first.level, second.level, third.level]).toEqual([30, 40, 50]);
        expect(second.err.message).toBe(words);
      }),
    );
  });

  it("moves no cursor of a terminal, and hides nothing on it", () => {
    const shown: string[] = [];
    const write = (words: string | Uint8Array) => shown.push(String(words)) > 0;
    vi.spyOn(process.stdout, "write").mockImplementation(write);
    vi.spyOn(process.stderr, "write").mockImplementation(write);
    for (const words of nasty) {
      say(words);
      complain(words);
    }
    vi.restoreAllMocks();
    expect(shown).toHaveLength(2 * nasty.length);
    for (const words of shown) expect(words).not.toMatch(sly);
  });

  it("is shown whole and in its order in Slack, in Teams and on the page", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const message: Message = {
          summary: words,
          blocks: [
            { kind: "heading", text: words },
            {
              kind: "text",
              text: [
                "by ",
                { bold: words },
                { code: words },
                { link: words, url: "https://a.example/" },
                { mention: "x:user:1", name: words },
              ],
            },
            { kind: "fields", fields: [{ label: words, value: words }] },
            { kind: "list", items: [words] },
            { kind: "table", columns: [words], rows: [[words]] },
            { kind: "code", code: words },
            { kind: "note", text: words },
            { kind: "actions", actions: [{ label: words, line: "status" }] },
          ],
        };
        const shown = [
          renderSlack(message),
          renderWithoutBlocks(message),
          renderTeams(message),
          renderWithoutCard(message),
          JSON.parse(asShown(message)),
        ];
        for (const one of shown) {
          for (const text of textsIn(one))
            expect(text.replaceAll("{\u2060{", "{{")).not.toMatch(sly);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is a message that platforms take, also where nobody sees any of it", () => {
    for (const words of ["", " ", "\u200b", "\u180e \u2060", "\u{e0061}\u00ad", "\u202e\u202c"]) {
      const message: Message = { summary: words, blocks: [{ kind: "text", text: words }] };
      const card = renderTeams(message);
      const shown = [
        renderSlack(message).text,
        renderWithoutBlocks(message).text,
        renderWithoutCard(message).text,
        "summary" in card ? String(card.summary) : "",
      ];
      expect(shown).toEqual(shown.map(() => "A message without words."));
      expect(problemsOf({ ...card })).toEqual([]);
    }
  });

  it("keeps what belongs to a script or to an emoji", () => {
    for (const words of [
      "می‌خواهم",
      "क्‍ष",
      "👩‍👩‍👧 ❤️‍🔥 1️⃣ ☎️",
      "שלום\u200f!",
      "naïve – Ωmega",
      "a\tb\nc",
      "葛󠄀",
    ]) {
      expect(visible(words)).toBe(words);
    }
  });

  it("stays as visible as it was made", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const once = visible(words);
        expect(visible(once)).toBe(once);
        expect(once).not.toMatch(sly);
        expect(once.split("\n").length).toBeLessThanOrEqual(words.split("\n").length);
      }),
    );
  });

  it("is one row and one cell of a table, and none that a table would run", () => {
    const formula = /^[\s\p{C}]*[=+\-@|%＝＋－＠]/u;
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          fc
            .tuple(
              fc.constantFrom("", " ", "\t", "\r\n", "\u0000", "\ufeff", "x;", 'x";', "\u200b"),
              fc.constantFrom("=1+1", "+1", "-1", "@SUM(A1)", "|x", "％", "＝1"),
            )
            .map((parts) => parts.join("")),
        ),
        (words) => {
          const event = logEvent(new Date(0), {
            raw: { description: words, user_agent: words, details: { a: words } },
          });
          const rows = cellsOf(csvHeader + csvRow(event));
          expect(rows).toHaveLength(2);
          expect(rows[1]).toHaveLength(rows[0]?.length ?? 0);
          for (const cell of rows[1] ?? []) {
            expect(cell).not.toMatch(formula);
            // Where a semicolon or a tab ends a cell, none begins so either.
            for (const part of cell.split(/[;\t\r\n]/u))
              expect(part).not.toMatch(/^[ \p{C}]*[=+\-@＝＋－＠]/u);
          }
          expect(jsonLine(event).slice(0, -1)).not.toMatch(/[\r\n\u0085\u2028\u2029]/u);
          expect(JSON.parse(jsonLine(event))).toBeTypeOf("object");
        },
      ),
    );
  });
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** As RFC 4180 says: cells, each with what stands behind it. */
function cellsOf(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = "", end] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gu,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}
