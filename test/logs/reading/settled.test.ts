import { expect, it } from "vitest";
import { MINUTE } from "../../../src/core/clock.ts";
import { logEventsOf } from "../../../src/core/log-record.ts";
import { settledIn } from "../../../src/logs/reading/settled.ts";
import { minute, record } from "../../contracts/archive-bench.ts";

it("proves a log no further than to an event that was seen late behind the end that was seen", () => {
  const { events } = logEventsOf([record(1), record(2), record(3)]);
  const [, end] = events;
  const ripe = { id: end?.id ?? "", at: minute(5) };
  const old = new Date(minute(0).getTime() - 10 * MINUTE);
  const given = { checkpoint: "before", ripe, old };
  expect(settledIn({ events, next: "", more: false }, given)).toEqual({
    events: events.slice(0, 2),
    until: minute(3),
    horizon: "met",
  });
  expect(settledIn({ events: events.slice(0, 2), next: "", more: false }, given).until).toEqual(
    minute(5),
  );
});
