import type { Coverage } from "../core/archive.ts";
import type { CommandContext } from "../core/command.ts";
import { sayAge } from "../core/duration.ts";
import { type Block, type Span, type Text, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { FoundPerson, Wanted } from "./user-find.ts";

/** How far back was looked, in what, how fresh it is, and what could not be seen. */
export async function sayLooked(given: {
  readonly wanted: Wanted;
  readonly found: FoundPerson;
  readonly context: Pick<CommandContext, "archive" | "now">;
}): Promise<Text> {
  const { wanted, found, context } = given;
  const part: readonly Span[] =
    found.whole || !found.oldest
      ? ["since ", { time: wanted.since }]
      : ["the newest of them, back to ", { time: found.oldest }, "; older ones were not looked at"];
  const coverage = await context.archive.coverage(wanted.tenant);
  const holes = coverage.holes.filter(({ to }) => to > wanted.since);
  const fresh = sayFresh({ ...coverage, holes }, context.now);
  const told = new Set(holes.map(({ why }) => why));
  // Parts of names are looked for among the archive's own.
  if (wanted.who.includes("*")) return fresh;
  return [
    `${sayCount(found.events, "event")} of tenant ${wanted.tenant} looked through, `,
    ...part,
    `, ${sources[found.from]}. `,
    ...fresh,
    ...found.unseen.flatMap(({ why, error }) =>
      error || told.has(why) ? [] : [` Not seen: ${why}.`],
    ),
  ];
}

/** What Auth0 did not give: what is said without it may lack the newest. */
export const sayUnseen = ({ unseen }: Pick<FoundPerson, "unseen">): readonly Block[] =>
  unseen.flatMap(({ why, error }) =>
    error ? [text([{ bold: "Not all could be seen: " }, `${why}. ${error.fix}`])] : [],
  );

const sources = {
  archive: "from the archive",
  auth0: "from Auth0's own search",
  both: "from the archive and from Auth0's own search",
  nobody: "and neither the archive nor Auth0 had them to look at",
} as const;

function sayFresh({ oldest, newest, heard, holes }: Coverage, now: Date): readonly Span[] {
  const last = [heard.stream, heard.reader].filter((one) => one !== undefined);
  const latest = last.toSorted((a, b) => a.getTime() - b.getTime()).at(-1);
  if (!oldest) return ["The archive holds nothing of this tenant yet."];
  return [
    "The archive begins ",
    { time: oldest },
    latest
      ? `; it last heard from Auth0 ${sayAge(latest, now)}`
      : newest
        ? `; its newest event came ${sayAge(newest, now)}`
        : "",
    holes.length > 0
      ? `; ${sayCount(holes.length, "stretch", "stretches")} of it may lack events (see doctor).`
      : ".",
  ];
}
