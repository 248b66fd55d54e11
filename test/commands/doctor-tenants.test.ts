import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Quota } from "../../src/core/tenant.ts";
import { ask } from "../fakes/context.ts";
import { deskOf, figures, missing } from "../fakes/figures.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon, target } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const well = () =>
  fakeStore({
    targets: [target(), target({ key: "changelog", source: "changelog", title: "Change log" })],
  });

const about = (given: Partial<CommandContext> = {}) => ask("doctor", { store: well(), ...given });

const left = (remaining: number, more: Partial<Quota> = {}): Partial<CommandContext> => {
  const resetsAt = new Date(noon.getTime() + 30_000);
  const quota = { limit: 50, remaining, toldAt: ago(10_000), resetsAt, ...more };
  return { tenant: () => fakeTenant({ quota }).tenant, figures: deskOf(figures()) };
};

describe("doctor, of tenants", () => {
  it("mentions tenants without credentials in one line, which is nothing wrong", async () => {
    const tenants = ["prod", "dev"].map((name) => ({ name, domain: `${name}.auth0.com` }));
    const reply = await about({ tenants });
    expect(renderPlain(reply)).toContain(
      "Not set up for prod and dev: reading the tenant's log and settings (management).",
    );
    expect(reply.tone).toBe("good");
    expect(renderPlain(await about({ figures: deskOf(figures()) }))).not.toContain("Not set up");
  });

  it("says that a tenant's log did not come in time, and what to do", async () => {
    const reply = await about({ figures: deskOf(missing("late", "it did not answer")) });
    expect(reply.summary).toBe("1 thing needs attention: Log of prod.");
    expect(renderPlain(reply)).toContain("- Log of prod: it did not answer. What to do: Mend it.");
  });

  it("leaves what a tenant's probe says to the probe", async () => {
    const reply = await about({ figures: deskOf(missing("scope", "read:logs is missing")) });
    expect(renderPlain(reply)).not.toContain("read:logs");
  });

  it("warns before the quota is used up", async () => {
    const fine = await about(left(48));
    expect(renderPlain(fine)).not.toContain("Quota");
    expect(fine.tone).toBe("good");
    const low = await about(left(2));
    expect(renderPlain(low)).toContain(
      "- Quota of prod: 2 of 50 requests left, told 10 s ago; more in 30 s. What to do:",
    );
    expect(low.tone).toBe("warning");
  });

  it("says nothing of a quota that was told long ago", async () => {
    const old = await about(left(2, { toldAt: ago(HOUR), resetsAt: ago(HOUR) }));
    expect(renderPlain(old)).not.toContain("Quota");
  });

  it("says when the next digest is due, and finds one that is overdue", async () => {
    const store = well();
    const zone = "Europe/Berlin";
    const schedule = { conversation: "local:channel:ops", weekday: 1, minute: 540, zone } as const;
    const nextDueAt = new Date(noon.getTime() + DAY);
    await store.digests.schedule({ ...schedule, nextDueAt });
    expect(renderPlain(await about({ store }))).toContain(
      "- Digests: 1 is scheduled, the next for Mon 23 Nov, 13:00",
    );
    await store.digests.schedule({ ...schedule, nextDueAt: ago(30 * MINUTE) });
    const reply = await about({ store });
    expect(renderPlain(reply)).toContain(
      "- Digests: 1 digest is overdue, the oldest for 30 min. What",
    );
    expect(reply.tone).toBe("bad");
  });

  it("does not miss reads of what Watchpost tells by itself", async () => {
    const facts = { title: "Synthetic logins", summary: "", labels: [], feedNamed: false };
    const own = { id: "logins", every: 0, staleAfter: 0, polled: false, ...facts } as const;
    const reply = await about({ sources: [own], store: fakeStore() });
    expect(reply.tone).toBe("good");
    expect(renderPlain(reply)).not.toContain("never been read");
  });
});
