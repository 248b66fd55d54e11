import type { CommandContext } from "../core/command.ts";
import { excerpt } from "../core/excerpt.ts";
import type { FailureKind } from "../core/failure-kinds.ts";
import type { Worded } from "../core/failure-words.ts";
import type { Failures } from "../core/failures.ts";
import { isNameless } from "../core/log-causes/index.ts";
import { reasonIn, type Viewer } from "../core/log-words.ts";

/** Events that are fetched for their words. */
const mostFetched = 12;
const longest = 80;

/** The words of reasons that have no name, each from the newest event that gave it. */
export async function wordedBy(
  { kinds, fresh = [] }: Pick<Failures, "kinds" | "fresh">,
  { tenant, viewer }: { readonly tenant: string; readonly viewer: Viewer },
  { archive }: Pick<CommandContext, "archive">,
): Promise<Worded> {
  const all = [...fresh, ...kinds.map(({ kind }) => kind)].filter(({ cause }) => isNameless(cause));
  const wanted = new Set(all.map(keyOf));
  if (viewer.masked || wanted.size === 0) return () => undefined;
  const known = (await archive.kinds(tenant)).filter((kind) => wanted.has(keyOf(kind)));
  const found = await Promise.all(
    known.slice(0, mostFetched).map(async (kind) => {
      const event = await archive.event(tenant, kind.example);
      const words = event && reasonIn(event, viewer);
      return [keyOf(kind), words && excerpt(words, longest)] as const;
    }),
  );
  const words = new Map(found);
  return (kind) => words.get(keyOf(kind));
}

const keyOf = ({ type, cause }: FailureKind): string => `${type} ${cause}`;
