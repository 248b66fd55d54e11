import { expect, it } from "vitest";
import type { Arrival } from "../../src/core/archive.ts";
import { logEventsOf } from "../../src/core/log-record.ts";
import { createWatchers } from "../../src/logs/archive-watchers.ts";
import { all, record } from "../contracts/archive-bench.ts";

it("whoever watches is told of each event that is not handed over", () => {
  const heard: Arrival[] = [];
  const watchers = createWatchers((_, arrival) => heard.push(arrival));
  watchers.add(1, "prod", all);
  const { events } = logEventsOf(Array.from({ length: 201 }, (_, nth) => record(nth)));
  watchers.tell("prod", events.slice(1));
  watchers.tell("prod", events);
  expect(heard.map(({ events: { length }, leftOut }) => [length, leftOut])).toEqual([
    [200, 0],
    [200, 1],
  ]);
});
