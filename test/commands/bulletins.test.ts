import { describe, expect, it } from "vitest";
import { nothingCompared } from "../../src/core/advisory.ts";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { ago, unread } from "../fakes/subjects.ts";
import { grace, houseOf, known, line, uses } from "./bulletin-bench.ts";

const high = { labels: ["high", "affected"], title: "CVE-2026-2 (high) in jws: Forged" };
const notice = known("okta-1", {
  phase: "published",
  title: "Okta Verify",
  labels: [],
  facts: [{ label: "Told by", value: "Okta" }],
});

describe("bulletins", () => {
  it("list what is open first, the worst on top: what of ours is affected, since when, who has it", async () => {
    const house = houseOf([known("CVE-2026-1"), known("CVE-2026-2", high), notice]);
    await house.store.ledger.add(line("CVE-2026-1", { state: "owned" }));
    const reply = await ask("bulletins", house);
    expect(reply.summary).toBe(
      "2 security bulletins are open, 1 of them high; nobody has taken 1 of them up yet.",
    );
    expect(reply.tone).toBe("bad");
    const lines = renderPlain(reply)
      .split("\n")
      .filter((one) => one.startsWith("- "));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^- Open CVE-2026-2 \(high\) in jws: Forged .* – nobody has taken it up yet$/,
    );
    expect(lines[1]).toContain(`Owned CVE-2026-1`);
    expect(lines[1]).toContain(`ours: ${uses}`);
    expect(lines[1]).toContain("since 2026-11-20 12:00 UTC – taken on by Ada 2 h ago");
    expect(renderPlain(reply)).toContain("[CVE-2026-2] bulletin CVE-2026-2");
  });

  it("say that nothing is open only where it was read", async () => {
    const reply = await ask("bulletins", houseOf([]));
    expect([reply.summary, reply.tone]).toEqual(["No security bulletin is open.", "good"]);
    const { tenant: _none, ...never } = unread({ error: "OSV: api.osv.dev answered HTTP 503." });
    const blind = houseOf([]);
    blind.store.reads.splice(0, 1, {
      ...never,
      key: "advisories",
      source: "advisories",
      title: "Security advisories",
    });
    const unsure = await ask("bulletins", blind);
    expect(unsure.summary).toContain("has never been read: OSV: api.osv.dev answered HTTP 503");
    expect(unsure.summary).toContain("No security bulletin is known to be open.");
    expect(unsure.tone).toBe("warning");
  });

  it("say that nothing is compared where the settings name nothing of ours", async () => {
    const house = houseOf([], { read: { title: nothingCompared } });
    const reply = await ask("bulletins", house);
    expect(reply.tone).toBe("warning");
    expect(reply.summary).toBe(
      "Nothing of ours is compared: the settings name no packages, lockfiles or SBOMs under sources.advisories. No security bulletin is known to be open.",
    );
  });

  it("no longer nag about what is handled, but say who handled it and why", async () => {
    const house = houseOf([known("CVE-2026-1")]);
    await house.store.ledger.add(
      line("CVE-2026-1", { state: "not affected", by: grace, note: "no proxy handler" }),
    );
    const reply = await ask("bulletins", house);
    expect(reply.summary).toBe("No security bulletin is open.");
    expect(renderPlain(reply)).toContain("Handled CVE-2026-1");
    expect(renderPlain(reply)).toContain(
      'judged not to affect us by Grace 2 h ago ("no proxy handler")',
    );
    expect(renderPlain(await ask("bulletins open", house))).not.toContain("CVE-2026-1");
  });

  it("say when a later read still finds what was marked as done", async () => {
    const done = line("CVE-2026-1", { state: "done" });
    const before = houseOf([known("CVE-2026-1")], { read: { lastReadAt: ago(3 * HOUR) } });
    await before.store.ledger.add(done);
    expect((await ask("bulletins", before)).summary).toBe("No security bulletin is open.");
    const after = houseOf([known("CVE-2026-1")]);
    await after.store.ledger.add(done);
    const reply = await ask("bulletins open", after);
    expect(reply.summary).toBe("1 security bulletin is open; 1 marked as done still affects us.");
    expect(renderPlain(reply)).toContain(
      `Still affected CVE-2026-1 (medium) in @auth0/nextjs-auth0: A weakness`,
    );
    expect(renderPlain(reply)).toContain(
      `marked as done by Ada 2 h ago, but ${uses} is still there`,
    );
  });

  it("count as open what was opened again, and follow an id that changed", async () => {
    const house = houseOf([
      known("CVE-2026-1", { facts: [{ label: "Also known as", value: "GHSA-1111-1111-1111" }] }),
    ]);
    await house.store.ledger.add(line("GHSA-1111-1111-1111", { state: "done" }));
    expect((await ask("bulletins", house)).summary).toContain("marked as done still affects us");
    await house.store.ledger.add(line("CVE-2026-1", { state: "open", at: ago(HOUR) }));
    expect((await ask("bulletins", house)).summary).toContain("nobody has taken it up yet");
  });

  it("show what is long over, and notices, only when asked for all", async () => {
    const old = { phase: "resolved", changedAt: ago(60 * DAY) } as const;
    const house = houseOf([
      known("CVE-2020-1", old),
      notice,
      known("CVE-2026-3", { phase: "resolved" }),
    ]);
    const usual = await askPlainly("bulletins", house);
    expect(usual).toContain("Resolved CVE-2026-3");
    expect(usual).not.toContain("CVE-2020-1");
    expect(usual).not.toContain("Okta Verify");
    const all = await askPlainly("bulletins all", house);
    expect(all).toContain("Notice Okta Verify");
    expect(all).toContain("CVE-2020-1");
  });

  it("come in pages, each line within its bounds", async () => {
    const many = Array.from({ length: 23 }, (_, n) =>
      known(`CVE-2026-1${String(n).padStart(3, "0")}`),
    );
    const plain = await askPlainly("bulletins", houseOf(many));
    expect(plain).toContain("Shown: 1 to 10 of 23.");
    expect(plain).toContain("[More] bulletins page:2");
    const last = await askPlainly("bulletins open page:3", houseOf(many));
    expect(last).toContain("21 to 23 of 23");
    await expect(ask("bulletins page:4", houseOf(many))).rejects.toThrow("There are only 3 pages");
    const long = known("CVE-2026-1", { title: "<!here> \n".repeat(500) });
    expect((await askPlainly("bulletins", houseOf([long]))).length).toBeLessThan(1500);
  });
});
