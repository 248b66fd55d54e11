import { beforeEach, describe, expect, it } from "vitest";
import { createTrail } from "../../src/audit/trail.ts";
import type { AuditDesk, AuditLink } from "../../src/core/audit.ts";
import type { AuditEntry } from "../../src/core/audit-entry.ts";
import { HOUR } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { noJournal } from "../../src/core/journal.ts";
import { createHash } from "../../src/core/log-hash.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { type FakeAudit, fakeAudit } from "../fakes/audit.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { ago, noon } from "../fakes/subjects.ts";

const digest = createHash("key");
let audit: FakeAudit;
let check: Awaited<ReturnType<AuditDesk["standing"]>>["check"];
beforeEach(() => {
  audit = fakeAudit();
  check = { at: noon, entries: 3, since: ago(48 * HOUR) };
});

const line = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: ago(HOUR),
  kind: "line",
  by: { id: "local:user:grace", name: "Grace" },
  in: "local:channel:ops",
  command: "logs",
  words: "user:… since:1h",
  about: [digest("ada@example.com")],
  role: "operator",
  audience: "asker",
  outcome: "answered",
  ms: 120,
  ...more,
});

function desk(): Partial<CommandContext> {
  const { find } = createTrail({
    audit,
    journal: noJournal,
    key: "key",
    clock: { now: () => noon },
  });
  const standing = async () => ({ ...audit.at, ...(check ? { check } : {}) });
  return { role: "admin", audit: { find, standing } };
}

const plainly = (said: string, more: Partial<CommandContext> = {}) =>
  askPlainly(said, { ...desk(), ...more });

describe("audit", () => {
  it("says who said what, where, how it went, newest first, and whether that can be trusted", async () => {
    await audit.append([
      line(),
      line({ outcome: "refused", audience: "all", role: "viewer", command: "forget", words: "…" }),
      line({ command: undefined, words: undefined, outcome: "failed", reference: "3f9c21ab" }),
    ]);
    const plain = await plainly("audit");
    expect(plain).toContain("3 entries.");
    expect(plain).toContain(
      "Grace (local:user:grace, operator): logs user:… since:1h: answered in 120 ms",
    );
    expect(plain).toContain("forget …: refused for want of a role");
    expect(plain).toContain("for all to see");
    expect(plain).toContain("…: failed, reference 3f9c21ab");
    expect(plain.indexOf("3f9c21ab")).toBeLessThan(plain.indexOf("120 ms"));
    expect(plain).toContain("Verified from 20 Nov 2026 on: 3 entries, 22 Nov 2026");
    expect(plain).toContain(`Head: 3:${audit.at.head.hash.slice(0, 24)}`);
  });

  it("says of which time it tells, and offers no file where nothing was found", async () => {
    await audit.append([line()]);
    expect(await plainly("audit who:Grace since:30d")).toMatch(
      /^1 entry by Grace in the last 30d\.$/m,
    );
    expect(await plainly("audit since:yesterday")).toMatch(/^1 entry, since yesterday\.$/m);
    const none = await plainly("audit who:nobody");
    expect(none).toMatch(/^No entry by nobody\.$/m);
    expect(none).not.toContain("As JSON lines");
  });

  it("says what Watchpost did by itself, or somebody on its machine", async () => {
    await audit.append([
      { at: ago(HOUR), kind: "settings", detail: "access.admins" },
      { at: ago(HOUR), kind: "backup", detail: "to /backups" },
    ]);
    expect(await plainly("audit")).toContain("Settings have changed: access.admins.");
    const plain = await plainly("audit command:backup");
    expect(plain).toContain('1 entry of "backup".');
    expect(plain).toContain("A backup was made: to /backups.");
  });

  it("finds who asked about a person whom the trail does not name", async () => {
    await audit.append([line(), line({ about: [digest("bob@example.com")] })]);
    const plain = await plainly("audit about:ADA@example.com");
    expect(plain).toContain("1 entry about ADA@example.com.");
    expect(JSON.stringify(audit.kept)).not.toContain("example.com");
  });

  it.each([
    ["audit who:grace", 3],
    ["audit who:local:user:grace", 3],
    ["audit who:me", 1],
    ["audit command:forget", 1],
    ["audit outcome:refused", 1],
    ["audit in:here", 3],
    ["audit in:slack:channel:C9", 1],
    ["audit since:90m", 3],
    ["audit until:90m", 1],
    ["audit command:forget outcome:answered", 0],
  ])("%s finds %i of four", async (said, count) => {
    await audit.append([
      line({ at: ago(2 * HOUR), in: "slack:channel:C9" }),
      line({ outcome: "refused" }),
      line({ command: "forget", outcome: "wrong" }),
      line({ by: { id: "local:user:ada", name: "Ada" } }),
    ]);
    const { summary } = await ask(said, desk());
    expect(summary).toMatch(count === 0 ? /^No entry/ : new RegExp(`^${count} entr`));
  });

  it("says what is no command, no conversation and no outcome, and what there is", async () => {
    await expect(plainly("audit command:forgt")).rejects.toThrow("did you mean forget?");
    await expect(plainly("audit in:ops")).rejects.toThrow("in:slack:channel:C0123");
    await expect(plainly("audit outcome:good")).rejects.toThrow("answered");
  });

  it("goes back page by page", async () => {
    await audit.append(Array.from({ length: 25 }, (_, n) => line({ ms: n })));
    const first = await plainly("audit command:logs");
    expect(first).toContain('The newest 10 entries of "logs". There are more.');
    expect(first).toContain("[Older] audit command:logs older:16");
    const third = await plainly("audit command:logs older:6");
    expect(third).toContain('5 entries of "logs", older ones.');
    expect(third).not.toContain("[Older]");
    expect(await plainly("audit older:1")).toContain("No older entry.");
  });

  it("says first that the trail was changed, where it was", async () => {
    await audit.append([line(), line()]);
    check = { at: noon, entries: 1, fault: "Entry 2 was changed." };
    const link = audit.kept[1] as AuditLink;
    audit.kept[1] = { ...link, text: "{" };
    const reply = await ask("audit", {
      ...desk(),
      audit: { ...desk().audit, find: async () => audit.kept } as AuditDesk,
    });
    expect(reply.tone).toBe("bad");
    expect(reply.summary).toContain("The audit trail was changed. Entry 2 was changed.");
    expect(renderPlain(reply)).toContain("Entry 2 cannot be read: it was changed.");
  });

  it("names nobody where everybody sees it, nor hands over a file", async () => {
    await audit.append(Array.from({ length: 12 }, () => line()));
    for (const said of ["audit about:ada@example.com", "audit who:grace as:jsonl"]) {
      const plain = await plainly(said, { audience: "all" });
      expect(plain).toContain("Everybody here sees this, so it names nobody.");
      expect(plain).not.toMatch(/grace|ada|example\.com/iu);
      expect(plain).toContain("logs: answered");
      expect(plain).not.toContain("[Older]");
    }
  });

  it("gives all that was found as a file, each entry with its hashes", async () => {
    await audit.append(Array.from({ length: 2100 }, (_, n) => line({ ms: n })));
    const reply = await ask("audit command:logs as:jsonl", desk());
    expect(reply.summary).toBe("2,100 entries, newest first, as JSON lines.");
    const [file] = reply.blocks.flatMap((block) => (block.kind === "file" ? [block] : []));
    expect(file).toMatchObject({
      name: "audit-20261122-1200.jsonl",
      mediaType: "application/x-ndjson",
    });
    const lines =
      file?.content
        .trimEnd()
        .split("\n")
        .map((one) => JSON.parse(one)) ?? [];
    expect(lines.map(({ number }) => number)).toEqual(
      Array.from({ length: 2100 }, (_, n) => 2100 - n),
    );
    expect(lines[0]).toMatchObject({ hash: audit.at.head.hash, entry: { command: "logs" } });
    expect(await plainly("audit outcome:failed as:jsonl")).toBe(
      "No entry was found, so there is no file.",
    );
  });
});
