import { expect, it } from "vitest";
import { DAY, SECOND } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { logEventsOf } from "../../src/core/log-record.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { askPlainly } from "../fakes/context.ts";
import { logRecord } from "../fakes/log-records.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { ago, noon } from "../fakes/subjects.ts";

const failures = (count: number) =>
  Array.from({ length: count }, (_, nth) =>
    logRecord(ago(nth * 10 * SECOND), { type: "fp", client_name: "Shop" }),
  );

it("errors says how far back the events go that it was told from, and what was not looked at", async () => {
  const { events } = logEventsOf(failures(1000));
  const [last] = events.slice(-1);
  const search: CommandContext["logs"]["search"] = async (_tenant, _query, { after }) => ({
    events: after ? [] : events,
    ...(last && { next: { at: last.at, id: last.id } }),
    unseen: [{ why: "Auth0 was down for a while" }],
    from: "auth0",
  });
  const lines = await askPlainly("errors", { logs: { search, event: async () => undefined } });
  expect(lines).toContain("1,000 events looked through one by one, so far only since 10:13.");
  expect(lines).toContain("Not looked at: Auth0 was down for a while.");
});

it("errors takes as many events as it looks through for no count of all", async () => {
  const archive = fakeArchive(() => noon);
  const proof = { checkpoint: "1", until: noon, since: new Date(noon.getTime() - 40 * DAY) };
  await archive.add({ tenant: "prod", way: "reader", records: failures(5100), proof });
  const lines = await askPlainly("errors client:Shop", { archive, logs: deskOver(archive) });
  expect(lines).toContain("1,000 events looked through one by one, so far only since");
});
