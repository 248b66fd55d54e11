import { describe, expect, it } from "vitest";
import type { AuditCheck, AuditDesk } from "../../src/core/audit.ts";
import { beginning } from "../../src/core/audit-chain.ts";
import { askPlainly } from "../fakes/context.ts";
import { ago, noon } from "../fakes/subjects.ts";

const mark = (number: number) => ({ ...beginning, number });
const check: AuditCheck = { at: noon, entries: 12, since: ago(0) };

const told = async (standing: Awaited<ReturnType<AuditDesk["standing"]>>): Promise<string> => {
  const audit: AuditDesk = { find: async () => [], standing: async () => standing };
  const [, said = ""] = /- Audit trail: (.*)/.exec(await askPlainly("doctor", { audit })) ?? [];
  return said;
};

describe("the audit trail in doctor", () => {
  it("says how many entries there are, and that all of them are verified", async () => {
    const said = await told({ head: mark(15), dropped: mark(3), check });
    expect(said).toMatch(/^12 entries since .+, all of them verified .+/);
  });

  it("says how many came since it was verified, and takes none of them for verified", async () => {
    const said = await told({ head: mark(5_015), dropped: mark(3), check });
    expect(said).toMatch(/^5,012 entries since .+; 12 of them were verified .+/);
  });

  it("says that it was changed, first of all, and what to keep", async () => {
    const fault = "Entry 7 was changed.";
    const said = await told({ head: mark(15), dropped: mark(3), check: { ...check, fault } });
    expect(said).toMatch(
      /^it was changed, as was seen .+ Entry 7 was changed\. What to do: Keep a copy/,
    );
  });

  it("says nothing where nothing was ever done, and that nobody has looked yet", async () => {
    expect(await told({ head: beginning, dropped: beginning })).toBe("");
    expect(await told({ head: mark(1), dropped: beginning })).toBe("not verified yet");
  });
});
