import { expect, it } from "vitest";
import { MINUTE } from "../../src/core/clock.ts";
import { baseline, lookUp } from "../../src/logs/tail-inbox.ts";
import { hearingOf } from "../../src/logs/tail-silence.ts";
import { all, minute, record, streamed } from "../contracts/archive-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";

const now = minute(5000);

async function holding(count: number) {
  const archive = fakeArchive(() => now);
  await archive.add(streamed(Array.from({ length: count }, (_, nth) => record(5000 - nth / 5000))));
  return archive;
}

it("a tail that begins where much comes in tells what comes from then on, and else knows what was there", async () => {
  const given = { tenant: "prod", terms: [], now };
  expect(await baseline(await holding(1500), given)).toEqual({ since: now, ids: [] });
  const few = await baseline(await holding(2), given);
  expect(few).toMatchObject({ since: minute(4999), ids: [{}, {}].map(() => expect.any(String)) });
});

it("a tail that goes on looks up all that came meanwhile, until it is enough", async () => {
  const archive = await holding(3500);
  for (const [most, taken] of [
    [9000, 3500],
    [2000, 2000],
  ] as const) {
    let count = 0;
    await lookUp(
      archive,
      { tenant: "prod", query: all },
      {
        take(events) {
          count += events.length;
        },
        enough: () => count >= most,
      },
    );
    expect(count).toBe(taken);
  }
});

it("a tail hears a tenant by its reader, where the stream brings nothing any more, and the other way round", () => {
  const [lately, long] = [minute(4999), minute(4000)];
  const about = { tenant: "prod", now, zone: "UTC" };
  for (const heard of [
    { stream: long, reader: lately },
    { stream: lately, reader: long },
  ]) {
    expect(hearingOf({ heard }, about)).toEqual({ last: lately, silence: undefined });
  }
  const { silence } = hearingOf({ heard: { stream: long, reader: long } }, about);
  expect(silence).toContain("Nothing at all has come in");
  expect(now.getTime() - lately.getTime()).toBeLessThan(3 * MINUTE);
});
