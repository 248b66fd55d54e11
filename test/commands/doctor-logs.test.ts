import { expect, it } from "vitest";
import type { Proof } from "../../src/core/archive.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LogReading } from "../../src/core/log-coverage.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { askPlainly } from "../fakes/context.ts";
import { ago, noon } from "../fakes/subjects.ts";

const record = { log_id: "90020261122110000000", date: ago(HOUR).toISOString(), type: "s" };
const proof: Proof = { checkpoint: record.log_id, since: ago(9 * DAY), until: ago(2 * MINUTE) };
const hole = { from: ago(3 * DAY), to: ago(2 * DAY), why: "Auth0 had lost it", foundAt: ago(HOUR) };

async function doctor(
  reading: LogReading | undefined,
  given: { proof?: Proof; streamedAt?: Date } = {},
): Promise<string> {
  const { streamedAt = noon } = given;
  const archive = fakeArchive(() => streamedAt);
  if (reading?.streamed) await archive.add({ tenant: "prod", way: "stream", records: [] });
  const reader = { tenant: "prod", way: "reader", records: [record] } as const;
  await archive.add({ ...reader, ...(given.proof && { proof: given.proof }) });
  return askPlainly("doctor", { archive, logReading: () => reading });
}

it("says since when a tenant's kept log is whole", async () => {
  expect(await doctor({ streamed: false }, { proof })).toContain(
    "- Kept log of prod: whole since 13 Nov 2026, proved up to 2 min ago",
  );
});

it("warns of a hole by its span, and of what keeps others from coming", async () => {
  const plain = await doctor({ streamed: false }, { proof: { ...proof, hole } });
  expect(plain).toContain("but for 1 hole: from 19 Nov 2026, 13:00 CET to 20 Nov 2026, 13:00 CET");
  expect(plain).toContain("What to do: Auth0 no longer has these events");
});

it("no longer asks anybody to do something about an old hole", async () => {
  const old = { ...hole, foundAt: ago(40 * DAY) };
  const plain = await doctor({ streamed: false }, { proof: { ...proof, hole: old } });
  expect(plain).toContain("but for 1 hole");
  expect(plain).not.toContain("Auth0 no longer has these events");
});

it("says why reading does not get on, and what to do", async () => {
  const stuck = { since: ago(HOUR), why: "Auth0 did not answer", fix: "Look at Auth0's status." };
  const behind = { ...proof, until: ago(HOUR) };
  expect(await doctor({ streamed: false, stuck }, { proof: behind })).toContain(
    "- Kept log of prod: proved only up to 22 Nov 2026, 12:00 CET, 60 min ago. Auth0 did not answer. What to do: Look at Auth0's status.",
  );
});

it("tells what the stream had lost", async () => {
  const plain = await doctor({ streamed: true }, { proof, streamedAt: ago(2 * HOUR) });
  expect(plain).toContain("1 event that the stream had lost was read from the log");
});

it("does not take a silent stream for a quiet log", async () => {
  const silent = { streamed: true, streamSilentSince: ago(20 * MINUTE) };
  const plain = await doctor(silent, { proof, streamedAt: ago(25 * MINUTE) });
  expect(plain).toContain(
    "- Log stream of prod: last brought events 25 min ago, although the log goes on. What to do:",
  );
});

it("does not call a log whole that comes from the stream alone", async () => {
  expect(await doctor(undefined)).toContain(
    "- Kept log of prod: comes from the log stream alone, so whether anything is missing cannot be told",
  );
});

it("says what is kept of a tenant that the settings do not name any more", async () => {
  const archive = fakeArchive(() => noon);
  await archive.add({ tenant: "gone", way: "reader", records: [record] });
  expect(await askPlainly("doctor", { archive })).toContain(
    "- Kept log of gone: 1 event of a tenant that the settings do not name; what is old goes, and forget reaches the rest",
  );
});

it("examines everything else where the archive does not answer", async () => {
  const ended = () => Promise.reject(new Error("its thread has ended"));
  const archive = { ...fakeArchive(), coverage: ended, facts: ended };
  const plain = await askPlainly("doctor", { archive });
  expect(plain).toContain("- Kept logs: could not be looked at, since the log archive did not");
  expect(plain).toContain("- Auth0 status: ");
});
