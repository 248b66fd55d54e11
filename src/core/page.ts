import type { Arg } from "./args.ts";
import { arg, keyed, optional, shownAs } from "./args.ts";
import { sayLine } from "./command.ts";
import { UserError } from "./errors.ts";
import type { Action } from "./message.ts";

/** What a long answer shows of its list. */
export interface Page<Item> {
  readonly shown: readonly Item[];
  /** "11 to 20 of 34"; empty where everything is shown. */
  readonly words: string;
  /** The button that shows what follows, if anything does. */
  readonly more: readonly Action[];
}

/** The argument of commands whose answer comes in pages. */
export const pageArg: Arg<number | undefined> = shownAs(
  "Page",
  optional(keyed(arg.integer("which page", { min: 1, max: 1000 }))),
  { asks: "nothing" },
);

/** @throws UserError for a page that is not there. */
export function pageOf<Item>(
  items: readonly Item[],
  given: {
    page: number | undefined;
    size: number;
    command: string;
    values?: Readonly<Record<string, string | undefined>>;
  },
): Page<Item> {
  const { page = 1, size, command, values = {} } = given;
  const pages = Math.max(1, Math.ceil(items.length / size));
  if (page > pages) {
    const there = pages === 1 ? "There is only one page" : `There are only ${pages} pages`;
    throw new UserError(`${there}; page ${page} is not there.`);
  }
  const from = (page - 1) * size;
  const shown = items.slice(from, from + size);
  const more =
    page < pages ? [{ label: "More", line: sayLine(command, { ...values, page: page + 1 }) }] : [];
  const words = pages === 1 ? "" : `${from + 1} to ${from + shown.length} of ${items.length}`;
  return { shown, words, more };
}
