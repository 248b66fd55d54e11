import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { traceOf } from "../../src/core/audit-words.ts";
import { wordsOf } from "../../src/core/line.ts";
import { outcomes, type SaidOutcome } from "../../src/core/said.ts";

function trace(line: string, outcome: SaidOutcome = "answered") {
  const [name = "", ...words] = wordsOf(line);
  const command = commands.find((known) => known.name === name);
  return traceOf({ name, command, words, outcome });
}

describe("what is kept of a line", () => {
  it.each([
    ["logs type:fp user:ada@example.com since:1h", "type:fp user:… since:1h"],
    ["user ada@example.com tenant:prod", "… tenant:prod"],
    ["user Ada Lovelace", "… …"],
    ["forget ada@example.com confirm:yes", "… confirm:yes"],
    ["bulletin CVE-2026-40155 done", "CVE-2026-40155 done"],
    ['waive no-rules until:90d reason:"Ada is on leave"', "no-rules until:90d reason:…"],
    ["waive no-rules until:90d reason:Ada", "no-rules until:90d reason:…"],
    ["waive no-rules 90d because Ada Lovelace asked", "no-rules 90d … … … …"],
    ["bulletin CVE-2026-40155 done note:Ada", "CVE-2026-40155 done note:…"],
    ["bulletin add Ada Lovelace left severity:high", "add … … … severity:high"],
    ["explain Ada Lovelace 429 wrong-password", "… … 429 wrong-password"],
    ["changes Lovelace since:30d", "… since:30d"],
    ["changes words:Lovelace", "words:…"],
    ["digest schedule Mon 09:00 zone:Europe/Berlin", "schedule Mon 09:00 zone:Europe/Berlin"],
    ["status prod Lovelace", "prod …"],
    ["subscribe rss https://u:secret@blog.example.com/feed?token=x", "rss …"],
    ["subscribe status quiet:22:00-07:00 mention:me", "status quiet:22:00-07:00 mention:me"],
    ["explain fp ada@example.com", "fp …"],
    ["audit who:grace about:ada@example.com command:forget", "who:… about:… command:forget"],
    ["help", ""],
  ])("%s", (line, words) => {
    expect(trace(line).words).toBe(words);
  });

  it("is nothing but the names of arguments and choices where it was not understood", () => {
    expect(trace("logs ada as:csv since:ada usr:grace", "wrong").words).toBe("… as:csv since:… …");
    expect(trace("status ada", "refused").words).toBe("…");
    expect(trace("ada@example.com blocked", "unknown").words).toBe("");
    expect(trace("bulletin CVE-2026-40155 severity:high", "wrong").words).toBe("… severity:high");
  });

  it("finds it by every name that is not kept readable, lists and several words too", () => {
    expect(trace("logs user:ada@example.com,-Bob").hidden).toEqual(
      expect.arrayContaining(["ada@example.com", "Bob"]),
    );
    expect(trace("user Ada Lovelace").hidden).toContain("Ada Lovelace");
    expect(trace("ada@example.com", "unknown").hidden).toContain("ada@example.com");
    expect(trace("status prod").hidden).toEqual([]);
  });

  it("never holds an e-mail address or an id, wherever it stands, whatever the command", () => {
    const person = fc.constantFrom(
      "mira.quillon@example.com",
      "auth0|64107988d3534be8b2dc383d",
      "203.0.113.77",
      "+1 555 010 7788",
    );
    const said = fc.record({
      command: fc.constantFrom(...commands),
      person,
      key: fc.string({ unit: fc.constantFrom("u", "s", "e", "r", ":"), maxLength: 6 }),
      outcome: fc.constantFrom(...outcomes),
      quotes: fc.boolean(),
    });
    fc.assert(
      fc.property(said, ({ command, person: about, key, outcome, quotes }) => {
        const value = quotes ? `"${about}"` : about;
        const places = ["", `${key}:`, ...Object.keys(command.args).map((name) => `${name}:`)];
        const kept = places.map((before) =>
          trace(`${command.name} ${before}${value} since:1h`, outcome),
        );
        const words = kept.map((each) => each.words).join("\n");
        const parts = about.split(/[\s@|]/u).filter((part) => part.length > 3);
        expect(parts.filter((part) => words.includes(part))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is short, however long the line was", () => {
    expect(trace(`changes ${"word ".repeat(1900)}`).words.length).toBeLessThan(500);
    expect(trace(`logs user:${"a,".repeat(3000)}`).hidden.length).toBeLessThanOrEqual(40);
  });
});
