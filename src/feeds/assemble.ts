import type { FeedDocument } from "../core/source.ts";
import type { Draft, Ending } from "./translate.ts";

/** The whole feed, once its end has told the entries' ids. */
export function assemble(drafts: readonly Draft[], ending: Ending): FeedDocument {
  const { ids, ...document } = ending;
  const entries = drafts.map((draft, at) => ({ id: ids[at] ?? "", ...draft }));
  return { ...document, entries };
}
