import { type FailureKind, sayFamily } from "./failure-kinds.ts";
import type { Matter, Part } from "./failure-matters.ts";
import { logCauses, sayCause } from "./log-causes/index.ts";
import { logTypeOf, otherTypes } from "./log-types/index.ts";
import { isPlain } from "./mask.ts";

/** What somebody wrote where we have no name for the reason; undefined where that is not known or not for these eyes. */
export type Worded = (kind: FailureKind) => string | undefined;

/** "Wrong password (fp)", "Failed login (f): callback mismatch", "Unknown kind of event: fapi". Without words it names nobody. */
export function sayKind(kind: FailureKind, worded?: Worded): string {
  const { type } = kind;
  const name = logTypeOf(type)?.name;
  if (type === otherTypes) return "Other unknown kinds of events";
  if (name === undefined) return isPlain(type) ? `${unknownKind}: ${type}` : unknownKind;
  const why = ownReason(kind);
  const words = why && worded?.(kind);
  return [`${name} (${type})`, ...(why ? [words ? `"${words}"` : why] : [])].join(": ");
}

/** The reason, where it says more than the type's name. */
function ownReason({ type, cause }: FailureKind): string {
  const why = cause === "no-reason" ? "" : sayCause(cause);
  return saysSame(logTypeOf(type)?.name ?? "", why) ? "" : why;
}

/** What to do about it: the reason's own advice where it has one, else the type's. */
export const adviceOn = (kind: FailureKind): string | undefined =>
  (ownReason(kind) && logCauses.get(kind.cause)?.advice) || logTypeOf(kind.type)?.advice;

const unknownKind = "Unknown kind of event";

const saysSame = (one: string, other: string): boolean => {
  const [name, why] = [one.toLowerCase(), other.toLowerCase()];
  return name.includes(why) || (name !== "" && why.includes(name));
};

export const sayPart = ({ family, kind }: Part, worded?: Worded): string =>
  kind ? sayKind(kind, worded) : sayFamily(family);

/** "mostly wrong password (fp)", "Wrong password (fp) 40 and Unknown user (fu) 38"; empty where its name says it. */
export function sayMadeOf({ kind, kinds, count }: Matter, worded?: Worded): string {
  const [first, second] = kinds;
  if (kind || !first) return "";
  const [one, other] = [first, second].map((each) => each && lower(sayKind(each.kind, worded)));
  if (!second) return `all ${one}`;
  return first.count > count / 2 ? `mostly ${one}` : `above all ${one} and ${other}`;
}

const lower = (words: string): string => `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
