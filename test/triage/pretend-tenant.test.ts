import { afterAll, expect, it } from "vitest";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { systemClock } from "../../src/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import { pretendTenant } from "../../src/sandbox/credentials.ts";
import { createFigures } from "../../src/triage/figures.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { openTenantBench } from "../sandbox/tenant-bench.ts";

const bench = await openTenantBench();
afterAll(() => bench.close());

it("counts what the pretend tenant's log tells, through the adapter that the bot uses", async () => {
  const { clientId, clientSecret } = pretendTenant.management;
  const log = { info() {}, warn() {}, error() {} };
  const tenant = createTenant({
    name: "prod",
    domain: bench.domain,
    origin: bench.url,
    credentials: { clientId, clientSecret: new Secret(clientSecret) },
    clock: systemClock,
    log,
  });
  const clock = manualClock(bench.now());
  const logins = { standing: async () => undefined };
  const kept = { archive: fakeArchive(clock.now), records: fakeRecords() };
  const desk = createFigures({ tenant: () => tenant, logins, ...kept, zone: "UTC", clock, log });
  const { failedLogins, limits } = await desk.read("prod");

  expect(failedLogins.missing ?? limits.missing).toBeUndefined();
  const failed = failedLogins.last?.value;
  expect(failed).toMatchObject({ count: 500, exact: false });
  // The story's incident began ten minutes ago.
  const before = failed?.hours.slice(0, -1) ?? [];
  expect(before.length).toBeGreaterThan(3);
  expect(failed?.hours.at(-1)).toBeGreaterThan(Math.max(...before));
  expect(limits.last?.value).toMatchObject({ exact: true });
  expect(limits.last?.value.types.map(({ type }) => type)).toContain("api_limit");
});
