import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditLink } from "../../src/core/audit.ts";
import { beginning, chained } from "../../src/core/audit-chain.ts";
import { type AuditEntry, entryOf, textOf } from "../../src/core/audit-entry.ts";
import {
  markOf,
  sayDropped,
  sayMark,
  sayShortMark,
  verifyTrail,
} from "../../src/core/audit-verify.ts";
import { type FakeAudit, fakeAudit } from "../fakes/audit.ts";

const entry = (n: number): AuditEntry => ({
  at: new Date(Date.UTC(2026, 10, 22, 12, 0, n)),
  kind: "line",
  by: { id: "slack:user:U1", name: "Ada" },
  in: "slack:channel:C1",
  command: "status",
  words: `n${n}`,
  role: "viewer",
  audience: "all",
  outcome: "answered",
  ms: n,
});

async function trailOf(count: number, dropped = 0): Promise<FakeAudit> {
  const audit = fakeAudit();
  await audit.append(Array.from({ length: count }, (_, n) => entry(n + 1)));
  if (dropped > 0) await drop(audit, dropped + 1);
  return audit;
}

/** As Watchpost lets go of what is older than this one. */
const drop = (audit: FakeAudit, young: number) =>
  audit.drop({ before: entry(young).at, most: 5000 }, (gone) => ({
    ...entry(young),
    kind: "dropped",
    detail: sayDropped(gone),
  }));

/** What somebody does to the file, and the number of the first entry that is not as it was. */
type Tampering = (audit: FakeAudit, at: number) => number;

const relinked = (links: readonly AuditLink[]): AuditLink[] => {
  let last: { number: number; hash: string } = { number: 0, hash: "" };
  return links.map((link, index) => {
    const previous = index === 0 ? link.previous : last.hash;
    const text = entryOf(link.text);
    const [made] = chained({ number: link.number - 1, hash: previous }, text ? [text] : []);
    if (!made) throw new Error("no entry");
    last = made;
    return { ...made, misfiled: false };
  });
};

const tamperings: Readonly<Record<string, Tampering>> = {
  "changes an entry": ({ kept }, at) => {
    const link = kept[at] as AuditLink;
    kept[at] = { ...link, text: link.text.replace("Ada", "Bob") };
    return link.number;
  },
  "changes an entry and its hash": (audit, at) => {
    const link = audit.kept[at] as AuditLink;
    const text = link.text.replace("Ada", "Bob");
    const [made] = relinked([{ ...link, text }]);
    audit.kept[at] = made as AuditLink;
    return link.number;
  },
  "removes one": ({ kept }, at) => kept.splice(at, 1)[0]?.number ?? 0,
  "removes several": ({ kept }, at) => kept.splice(at, 3)[0]?.number ?? 0,
  "cuts the end off": ({ kept }, at) => kept.splice(at)[0]?.number ?? 0,
  "swaps two": ({ kept }, at) => {
    const other = at === 0 ? 1 : at - 1;
    const [one, two] = [kept[at] as AuditLink, kept[other] as AuditLink];
    kept[at] = { ...two, number: one.number };
    kept[other] = { ...one, number: two.number };
    return Math.min(one.number, two.number);
  },
  "puts one in between and counts the others on": ({ kept }, at) => {
    const link = kept[at] as AuditLink;
    const later = kept.splice(at).map((one) => ({ ...one, number: one.number + 1 }));
    kept.push({ ...link, text: link.text.replace("Ada", "Bob") }, ...later);
    return link.number;
  },
  "files one elsewhere": ({ kept }, at) => {
    const link = kept[at] as AuditLink;
    kept[at] = { ...link, misfiled: true };
    return link.number;
  },
  "puts something else in an entry's place": ({ kept }, at) => {
    const link = kept[at] as AuditLink;
    kept[at] = { ...link, text: "{" };
    return link.number;
  },
};

const place = fc.record({
  count: fc.integer({ min: 4, max: 1200 }),
  dropped: fc.integer({ min: 0, max: 2 }),
  part: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

describe("a trail", () => {
  it("is whole as it was written, also where its oldest entries were let go of", async () => {
    for (const [count, dropped] of [
      [0, 0],
      [1, 0],
      [1100, 0],
      [1100, 700],
      [5, 5],
    ] as const) {
      const audit = await trailOf(count, dropped);
      const verdict = await verifyTrail(audit);
      const entries = count - dropped + (dropped > 0 ? 1 : 0);
      expect(verdict).toMatchObject({ entries, head: audit.at.head });
      expect(verdict.fault).toBeUndefined();
    }
  });

  it.each(Object.entries(tamperings))(
    "tells when somebody %s, wherever that is, and which entry it was",
    async (_, tamper) => {
      await fc.assert(
        fc.asyncProperty(place, async ({ count, dropped, part }) => {
          const audit = await trailOf(count, dropped);
          const first = tamper(audit, Math.floor(part * audit.kept.length));
          const { fault } = await verifyTrail(audit);
          expect(fault?.number).toBe(first);
          expect(fault?.words).toContain(String(first));
        }),
        { numRuns: 25 },
      );
    },
  );

  it("tells when where it begins was changed, or something was added behind its back", async () => {
    const moved = await trailOf(5, 2);
    moved.at = { ...moved.at, dropped: { number: 2, hash: "f".repeat(64) } };
    expect((await verifyTrail(moved)).fault).toEqual({
      number: 3,
      words:
        "Where the trail begins was changed: entry 3, the oldest, does not follow what was let go of.",
    });
    const forged = await trailOf(5);
    const [added] = chained(forged.at.head, [entry(6)]);
    forged.kept.push({ ...(added as AuditLink), misfiled: false });
    expect((await verifyTrail(forged)).fault?.words).toBe(
      "Entry 6 was added by something else than Watchpost.",
    );
  });

  it("tells when its beginning was cut off as if it were old", async () => {
    const whole = await trailOf(9, 2);
    expect((await verifyTrail(whole)).fault).toBeUndefined();
    for (const audit of [whole, await trailOf(9)]) {
      const { number, hash } = audit.kept.find((link) => link.number === 5) as AuditLink;
      audit.kept = audit.kept.filter((link) => link.number > number);
      audit.at = { ...audit.at, dropped: { number, hash } };
      expect((await verifyTrail(audit)).fault).toEqual({
        number: 6,
        words: "Entries up to 5 are gone, and no entry says that Watchpost let go of them.",
        cut: true,
      });
    }
  });

  it("that was written anew from end to end does not have a head that was noted before", async () => {
    const audit = await trailOf(6);
    const [noted, older] = [audit.kept[3], audit.kept[1]] as [AuditLink, AuditLink];
    expect((await verifyTrail(audit, noted)).mark).toBe("there");
    expect((await verifyTrail(audit, { hash: noted.hash })).mark).toBe("there");
    expect((await verifyTrail(audit, { hash: noted.hash.slice(0, 24) })).mark).toBe("there");
    audit.kept[2] = {
      ...(audit.kept[2] as AuditLink),
      text: textOf({ ...entry(3), by: { id: "slack:user:U2", name: "Bob" } }),
    };
    audit.kept = relinked(audit.kept);
    const { number, hash } = audit.kept.at(-1) as AuditLink;
    audit.at = { ...audit.at, head: { number, hash } };
    const verdict = await verifyTrail(audit, noted);
    expect(verdict.fault).toBeUndefined();
    expect(verdict.mark).toBe("not there");
    expect((await verifyTrail(audit, older)).mark).toBe("there");
  });

  it("whose end was cut off, and which was told that it ends there, lacks the head as well", async () => {
    const audit = await trailOf(6);
    const noted = audit.at.head;
    audit.kept.splice(4);
    const { number, hash } = audit.kept.at(-1) as AuditLink;
    audit.at = { ...audit.at, head: { number, hash } };
    expect(await verifyTrail(audit, noted)).toMatchObject({ entries: 4, mark: "not there" });
  });

  it("says of a head that is older than what is kept that it cannot tell", async () => {
    const audit = await trailOf(6);
    const [old, last] = [audit.kept[0], audit.kept[2]] as [AuditLink, AuditLink];
    await drop(audit, 4);
    expect((await verifyTrail(audit, old)).mark).toBe("dropped");
    expect((await verifyTrail(audit, last)).mark).toBe("there");
  });

  it("is gone through anew where entries were let go of meanwhile", async () => {
    const audit = await trailOf(1200);
    const { links } = audit;
    audit.links = async (after, limit) => {
      audit.links = links;
      const found = await links(after, limit);
      await drop(audit, 800);
      return found;
    };
    expect((await verifyTrail(audit)).fault).toBeUndefined();
  });

  it("leaves out what is added while it is gone through", async () => {
    const audit = await trailOf(3);
    const { links } = audit;
    audit.links = async (after, limit) => {
      audit.links = links;
      await audit.append([entry(4)]);
      return links(after, limit);
    };
    expect(await verifyTrail(audit)).toMatchObject({ entries: 3, head: { number: 3 } });
  });
});

describe("an entry", () => {
  it("is written the same way however it was put together, and read back as it was", () => {
    const whole = { ...entry(1), about: ["h:b", "h:a"], reference: "r", line: "l" };
    const turned = Object.fromEntries(Object.entries(whole).reverse()) as AuditEntry;
    expect(textOf(turned)).toBe(textOf(whole));
    expect(entryOf(textOf(whole))).toEqual(whole);
    expect(textOf({ ...whole, secret: "x" } as AuditEntry)).not.toContain("secret");
  });

  it("is hashed as the page about it says", async () => {
    const { createHash } = await import("node:crypto");
    const [first] = chained(beginning, [entry(1)]);
    const said = `${"0".repeat(64)}\n1\n${first?.text}`;
    expect(first?.hash).toBe(createHash("sha256").update(said).digest("hex"));
  });
});

describe("a head", () => {
  it("is written and read with its number, or as a hash alone", () => {
    const mark = { number: 12, hash: "a".repeat(64) };
    expect(markOf(sayMark(mark))).toEqual(mark);
    expect(markOf("A".repeat(64))).toEqual({ hash: mark.hash });
    expect(markOf(sayShortMark(mark))).toEqual({ number: 12, hash: "a".repeat(24) });
    for (const wrong of ["", "12", "12:abc", `x:${mark.hash}`]) {
      expect(markOf(wrong)).toBeUndefined();
    }
  });
});
