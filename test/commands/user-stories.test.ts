import { describe, expect, it } from "vitest";
import { DAY } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask } from "../fakes/context.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { noon } from "../fakes/subjects.ts";
import { mira, told } from "../fixtures/person-events.ts";
import { storiesOfBlocks } from "../fixtures/stories-of-blocks.ts";
import { storiesOfFailures } from "../fixtures/stories-of-failures.ts";

it("a story says that events may be missing where a part of them is of the time that was looked at", async () => {
  const archive = fakeArchive(() => noon);
  const day = (count: number) => new Date(noon.getTime() - count * DAY);
  const hole = (from: number, to: number) => ({
    ...{ from: day(from), to: day(to) },
    ...{ why: "Auth0 no longer had it", foundAt: noon },
  });
  const proved = { checkpoint: "1", since: day(80), until: noon };
  for (const one of [hole(60, 50), hole(40, 25)]) {
    const proof = { ...proved, hole: one };
    await archive.add({ tenant: "prod", way: "reader", records: [told(20, "s")], proof });
  }
  const given = { archive, logs: deskOver(archive) };
  const plain = renderPlain(await ask(`user ${mira.user_name}`, given));
  expect(plain).toContain("1 stretch of it may lack events (see doctor).");
});

describe("what a story comes to", () => {
  it.each([...storiesOfBlocks, ...storiesOfFailures])(
    "knows $what",
    async ({ events, says, tone, sure, help }) => {
      const archive = fakeArchive(() => noon);
      await archive.add({ tenant: "prod", way: "reader", records: events });
      const message = await ask(`user ${mira.user_name}`, {
        archive,
        logs: deskOver(archive),
      });
      if (typeof says === "string") expect(message.summary).toBe(says);
      else expect(message.summary).toMatch(says);
      expect(message.tone).toBe(tone);
      const sureness = message.blocks
        .flatMap((block) => (block.kind === "fields" ? block.fields : []))
        .find(({ label }) => label === "How sure");
      if (sure) expect(sureness?.value).toMatch(sure);
      if (help) expect(JSON.stringify(message.blocks)).toMatch(help);
    },
  );

  it("says why two letters and a star find nobody", async () => {
    const archive = fakeArchive(() => noon);
    const message = await ask("user mi*", { archive, logs: deskOver(archive) });
    expect(message.summary).toBe(
      '"mi*" is like too many to look for: give three letters at least, and three stars at most, like ada*.',
    );
  });
});
