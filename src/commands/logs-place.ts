import type { LogPlace } from "../core/archive.ts";
import { type Arg, arg, keyed, optional, shownAs } from "../core/args.ts";
import { UserError } from "../core/errors.ts";

/** Where a page begins: after a place in the log, and after how many events. */
export interface PageStart {
  readonly place: LogPlace;
  readonly count: number;
}

/** The pages that were gone through, the last one asked for. */
export type Trail = readonly PageStart[];

/** Pages back that a button remembers; each takes some sixty characters of what a button can carry. */
const mostBack = 8;

export const olderArg: Arg<Trail | undefined> = shownAs(
  "Older",
  optional(
    keyed({
      ...arg.word("where the last page ended; buttons fill it in", "10~mb2x~90020261122"),
      unsaid: true,
      personal: (written: string) => !/^[\d~a-z,-]{0,1000}$/u.test(written),
      parse: (written: string) => written.split(",").map(startOf),
    }),
  ),
  { asks: "nothing" },
);

/** @throws UserError for what no button wrote. */
function startOf(written: string): PageStart {
  const [, count = "", time = "", id = ""] =
    /^(\d{1,9})~(-?[0-9a-z]{1,11})~(.{0,200})$/su.exec(written) ?? [];
  const at = new Date(Number.parseInt(time, 36));
  if (time === "" || Number.isNaN(at.getTime())) {
    throw new UserError(
      "older: is filled in by the button Older; to look at another time, say since: and until:.",
    );
  }
  return { place: { at, id }, count: Number(count) };
}

/** The trail in a line. */
export const sayTrail = (trail: Trail): string =>
  trail
    .slice(-mostBack)
    .map(({ place, count }) => `${count}~${place.at.getTime().toString(36)}~${place.id}`)
    .join(",");
