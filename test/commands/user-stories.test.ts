import { describe, expect, it } from "vitest";
import { fakeArchive } from "../fakes/archive.ts";
import { ask } from "../fakes/context.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { noon } from "../fakes/subjects.ts";
import { mira } from "../fixtures/person-events.ts";
import { storiesOfBlocks } from "../fixtures/stories-of-blocks.ts";
import { storiesOfFailures } from "../fixtures/stories-of-failures.ts";

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
