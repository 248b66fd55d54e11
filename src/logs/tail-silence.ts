import type { Coverage } from "../core/archive.ts";
import { MINUTE } from "../core/clock.ts";
import { sayLately } from "../core/say.ts";

/** Nothing at all came in for so long: then an empty tail says nothing of the tenant. */
const silentMs = 3 * MINUTE;

/** How a tenant's log is heard. */
export interface Hearing {
  readonly last: Date | undefined;
  /** Since when nothing was heard, by which ways, and what that may mean, in sentences; undefined while it is heard. */
  readonly silence: string | undefined;
}

/** `from`: before this moment nobody could hear anything here. */
export function hearingOf(
  { heard }: Pick<Coverage, "heard">,
  about: { tenant: string; now: Date; from?: Date; zone: string },
): Hearing {
  const { tenant, now, from, zone } = about;
  const { stream, reader } = heard;
  const last = latest([stream, reader]);
  const silentSince = latest([last, from]);
  if (silentSince && now.getTime() - silentSince.getTime() < silentMs) {
    return { last, silence: undefined };
  }
  const say = (at: Date) => sayLately(at, now, zone);
  return { last, silence: sayIt({ tenant, stream, reader, last }, say) };
}

const latest = (times: readonly (Date | undefined)[]): Date | undefined =>
  times.reduce((one, other) => (other && (!one || other > one) ? other : one), undefined);

function sayIt(
  given: { readonly tenant: string } & Readonly<
    Record<"stream" | "reader" | "last", Date | undefined>
  >,
  say: (at: Date) => string,
): string {
  const { tenant, stream, reader, last } = given;
  if (!last) {
    return `No log of ${tenant} has ever come in here, so nothing can be told. Set up its log stream or its reader: "doctor" says how it stands.`;
  }
  const since = `Nothing at all has come in from ${tenant} since ${say(last)}`;
  const ways = [
    ...(stream ? [{ at: stream, words: "its stream was last heard" }] : []),
    ...(reader ? [{ at: reader, words: "its log was last read" }] : []),
  ];
  const [only, other] = ways;
  const how =
    only && !other
      ? `, when ${only.words}`
      : `: ${ways.map(({ at, words }) => `${words} ${say(at)}`).join(", ")}`;
  return `${since}${how}. Either nothing happens there, or its log does not reach Watchpost: "doctor" says more.`;
}
