import { describe, expect, it } from "vitest";
import type { Archive } from "../../src/core/archive.ts";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { logFactsOf } from "../../src/digest/log-facts.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { everyHour, logRecord } from "../fakes/log-records.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { plain, standing, well } from "./views.ts";

/** One hour of each day has failures. */
const daily = (count: number, days = 36) =>
  everyHour(noon, 24 * days, (back) => (back % 24 === 5 ? count : 0));

async function archiveWith(records: readonly unknown[], { days = 60, more = {} } = {}) {
  const archive = fakeArchive(() => noon);
  const proof = { checkpoint: "1", until: noon, since: ago(days * DAY), ...more };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  return archive;
}

async function digestOf(archive: Archive): Promise<string> {
  const from = {
    archive,
    logins: { standing: async () => standing },
    ownClient: "bot",
    zone: "UTC",
  };
  const logs = await logFactsOf("prod", noon, from);
  return plain({ tenants: [{ name: "prod", assessment: well(), ...(logs ? { logs } : {}) }] });
}

describe("the digest on a kept log", () => {
  it("says in one line that nothing failed more than usual, and since when the log is whole", async () => {
    const said = await digestOf(await archiveWith(daily(3)));
    expect(said).toContain(
      "prod: nothing failed more than usual (21 failures, usual is 21), and no limit was met.",
    );
    expect(said).toContain("prod's log is kept whole since 23 Sept 2026.");
    expect(said).not.toContain("Failures and limits");
    expect(said).toContain("all is well");
  });

  it("tells what rises, what was and is over, what is new, mails and limits, masked", async () => {
    const said = await digestOf(
      await archiveWith([
        ...daily(3),
        ...everyHour(noon, 2, () => 60),
        ...everyHour(
          ago(3 * DAY),
          2,
          () => 40,
          () => ({ type: "fs" }),
        ),
        logRecord(ago(DAY), { type: "fv", details: { error: "535 Authentication failed" } }),
        logRecord(ago(DAY), {
          type: "api_limit",
          client_id: "tf",
          client_name: "Terraform of mira@hollowmere.example",
        }),
        logRecord(ago(DAY), { type: "limit_mu" }),
      ]),
    );
    expect(said).toMatch(/Failed logins: 120 since Sun 22 Nov, 11:00, usual is none/u);
    expect(said).toMatch(/Failed sign-ups: 80 from .* to .*; over\./u);
    expect(said).toMatch(/Never seen before: Failed sign-up/u);
    expect(said).toMatch(/1 mail did not go out \(usual is none\): .* 1×/u);
    expect(said).toMatch(/Rate limits: hit 1 time; mostly by our own deploy \(Terraform of /u);
    expect(said).toContain("Attack protection held somebody back 1 time.");
    expect(said).toContain("1 kind of failure is up");
    expect(said).toContain("errors since:7d tenant:prod");
    expect(said).not.toMatch(/hollowmere|203\.0|mira|64ff/iu);
  });

  it("compares with the week before where there are no more weeks", async () => {
    const quiet = everyHour(noon, 24 * 7, (back) => (back % 24 === 5 ? 9 : 0));
    const said = await digestOf(await archiveWith([...daily(1, 14), ...quiet], { days: 20 }));
    expect(said).toContain("Wrong password (fp): 70, 7 the week before.");
  });

  it("says which part of the week may be missing", async () => {
    const hole = { from: ago(5 * HOUR), to: ago(4 * HOUR), why: "it was off", foundAt: noon };
    const said = await digestOf(await archiveWith(daily(3), { more: { hole } }));
    expect(said).toContain(
      "The kept log may lack events from Sun 22 Nov, 08:00 to Sun 22 Nov, 09:00: it was off.",
    );
    expect(said).toContain("kept whole since 23 Sept 2026, but for 1 hole.");
  });

  it("does not call a log whole that nothing proves", async () => {
    let at = ago(3 * DAY);
    const archive = fakeArchive(() => at);
    await archive.add({ tenant: "prod", way: "stream", records: [] });
    at = noon;
    await archive.add({ tenant: "prod", way: "stream", records: daily(3, 3) });
    expect(await digestOf(archive)).toContain("that it is whole is not proved.");
  });

  it("says nothing of a log that is not kept", async () => {
    expect(await digestOf(fakeArchive())).not.toMatch(/log is kept|Failures and limits/u);
  });
});
