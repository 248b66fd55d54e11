import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { weekOf } from "../../src/digest/log-week.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { logRecord } from "../fakes/log-records.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const mails = [1, 2, 3].map((day) => logRecord(ago(day * DAY), { type: "fv" }));
const limit = logRecord(ago(HOUR), { type: "api_limit" });

function look(since: Date, heard = noon, records: readonly unknown[] = [...mails, limit]) {
  const archive = fakeArchive(() => heard);
  const proof = { checkpoint: "1", until: heard, since };
  const added = archive.add({ tenant: "prod", way: "reader", records, proof });
  const given = { archive, tenant: () => fakeTenant({}).tenant, clock: manualClock(noon) };
  return added.then(() => weekOf("prod", given));
}

describe("the last week of a kept log", () => {
  it("is counted by kind, and known to be whole", async () => {
    expect(await look(ago(40 * DAY))).toMatchObject({
      value: {
        whole: true,
        since: ago(7 * DAY),
        limits: [{ type: "api_limit", count: 1 }],
        mails: [{ type: "fv", count: 3 }],
      },
    });
  });

  it("is not whole where it begins later, or has not been heard of lately", async () => {
    expect(await look(ago(2 * DAY))).toMatchObject({
      value: { whole: false, since: ago(2 * DAY) },
    });
    expect(await look(ago(40 * DAY), ago(5 * HOUR))).toMatchObject({ value: { whole: false } });
  });

  it("is missing where nothing of it is kept", async () => {
    const archive = fakeArchive(() => noon);
    const given = { archive, tenant: () => fakeTenant({}).tenant, clock: manualClock(noon) };
    expect(await weekOf("prod", given)).toMatchObject({ reason: "not configured" });
    expect(await look(ago(40 * DAY), ago(8 * DAY), [])).toMatchObject({ reason: "not configured" });
  });
});
