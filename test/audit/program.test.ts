import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditProgram } from "../../src/audit/program.ts";
import type { AuditLink } from "../../src/core/audit.ts";
import { sayMark } from "../../src/core/audit-verify.ts";
import { type FakeAudit, fakeAudit } from "../fakes/audit.ts";

const now = new Date("2026-11-22T12:00:00Z");
let audit: FakeAudit;
let folder: string;
beforeEach(async () => {
  audit = fakeAudit();
  folder = mkdtempSync(join(tmpdir(), "watchpost-audit-"));
  const days = [1, 2, 3, 4].map((day) => new Date(`2026-11-0${day}T00:00:00Z`));
  await audit.append(days.map((at) => ({ at, kind: "backup", detail: "to a folder" })));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const said: string[] = [];
  const open = async () => ({ audit, close: async () => {} });
  const ok = await auditProgram(args, {
    open,
    say: (words) => void said.push(words),
    now: () => now,
  });
  return { ok, said: said.join("\n") };
}

const refused = (...args: readonly string[]) =>
  run(...args).then(
    () => "done",
    (error: Error) => error.message,
  );

describe("watchpost audit verify", () => {
  it("says that the trail is whole, since when, and its head", async () => {
    const { ok, said } = await run("verify");
    expect(ok).toBe(true);
    expect(said).toBe(
      `The audit trail is whole: 4 entries, from 1 Nov 2026 on.\nHead: ${sayMark(audit.at.head)}`,
    );
  });

  it("says which entry is the first that is not as it was written, and is false then", async () => {
    const link = audit.kept[2] as AuditLink;
    audit.kept[2] = { ...link, text: link.text.replace("folder", "moon") };
    const { ok, said } = await run("verify");
    expect(ok).toBe(false);
    expect(said).toContain("The audit trail is broken. Entry 3 was changed.");
  });

  it("says that its beginning was cut off, and what that leaves proved", async () => {
    const { number, hash } = audit.kept[1] as AuditLink;
    audit.kept.splice(0, 2);
    audit.at = { ...audit.at, dropped: { number, hash } };
    const { ok, said } = await run("verify");
    expect(ok).toBe(false);
    expect(said).toContain(
      "The audit trail is broken. Entries up to 2 are gone, and no entry says that Watchpost let go of them.\nWhat is there is as it was written.",
    );
  });

  it("is false for a trail that lacks the head that was noted", async () => {
    const noted = sayMark(audit.at.head);
    expect(await run("verify", "--head", noted)).toMatchObject({ ok: true });
    audit.kept.pop();
    const { number, hash } = audit.kept.at(-1) as AuditLink;
    audit.at = { ...audit.at, head: { number, hash } };
    expect(await run("verify")).toMatchObject({ ok: true });
    const { ok, said } = await run("verify", "--head", noted);
    expect(ok).toBe(false);
    expect(said).toContain("The head you gave is not in it: the trail was cut off");
  });

  it("refuses what is no head, and an unknown word, with what to write", async () => {
    expect(await refused("verify", "--head", "12")).toContain('"12" is no head');
    expect(await refused("look")).toContain("watchpost audit verify");
    expect(await refused()).toContain("watchpost audit export --to <file>");
  });
});

describe("watchpost audit export", () => {
  it("writes each entry as a line, oldest first, with what its hash is made of", async () => {
    const file = join(folder, "trail.jsonl");
    const { ok, said } = await run("export", "--to", file);
    expect(ok).toBe(true);
    expect(said).toContain(`${file} is written: 4 entries, oldest first.`);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).number)).toEqual([1, 2, 3, 4]);
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({
      previous: JSON.parse(lines[0] ?? "").hash,
      entry: { kind: "backup", at: "2026-11-02T00:00:00.000Z" },
    });
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it("leaves out what is older than --since, and never writes over a file", async () => {
    const file = join(folder, "trail.jsonl");
    expect((await run("export", "--to", file, "--since", "2026-11-03")).said).toContain(
      "2 entries",
    );
    expect(await refused("export", "--to", file)).toContain("is there already");
    writeFileSync(file, "mine");
    expect(await refused("export", "--to", join(file, "x"))).toContain("failed (ENOTDIR)");
    expect(await refused("export", "--to", join(folder, "y"), "--since", "soon")).toContain(
      '"soon" is not a time',
    );
    expect(await refused("export")).toContain("--to <file>");
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("can be verified wherever it was kept since, as the trail itself", async () => {
    const file = join(folder, "trail.jsonl");
    await run("export", "--to", file, "--since", "2026-11-02");
    audit.kept = [];
    const whole = await run("verify", "--file", file, "--head", sayMark(audit.at.head));
    expect(whole).toEqual({
      ok: true,
      said: [
        `The trail in ${file} is whole: 3 entries, from 2 Nov 2026 on.`,
        "It begins with number 2.",
        "The head you gave is in it, as it was noted.",
        `Head: ${sayMark(audit.at.head)}`,
      ].join("\n"),
    });
    const written = readFileSync(file, "utf8");
    writeFileSync(file, written.replace("2026-11-03", "2026-11-01"));
    expect((await run("verify", "--file", file)).said).toContain("Entry 3 was changed.");
    writeFileSync(file, written.replace(/^.*"number":3.*\n/mu, ""));
    expect((await run("verify", "--file", file)).said).toContain("Entry 3 is missing.");
    for (const more of ['"kind":"none",', '"\\u0065ntry":{},', " "]) {
      writeFileSync(file, written.replace('"entry"', `${more}"entry"`));
      expect(await refused("verify", "--file", file)).toContain("line 1 is no entry");
    }
    writeFileSync(file, `${written}{"number":`);
    expect(await refused("verify", "--file", file)).toContain("line 4 is no entry");
    expect(await refused("verify", "--file", join(folder, "none"))).toContain("(ENOENT)");
    // Nobody waits for the end of a device, which has none.
    for (const path of [folder, "/dev/zero"]) {
      expect(await refused("verify", "--file", path)).toContain(`${path} is no file`);
    }
  });

  it("has one line for each entry, whatever people call themselves, and is whole", async () => {
    const name = 'eve\u2028{"number":9}\u2029\u0085\u202e\r\nada';
    const by = { id: "slack:user:U1", name };
    await audit.append([{ at: now, kind: "line", by, command: "help" }]);
    const file = join(folder, "trail.jsonl");
    await run("export", "--to", file);
    const written = readFileSync(file, "utf8");
    expect(written.trimEnd().split(/\r|\n|\u0085|\u2028|\u2029/u)).toHaveLength(5);
    expect(JSON.parse(written.trimEnd().split("\n")[4] ?? "").entry.by).toEqual(by);
    expect(await run("verify", "--file", file)).toMatchObject({ ok: true });
  });
});
