import { type FailureKind, sayFamily } from "./failure-kinds.ts";
import type { Matter, Part } from "./failure-matters.ts";
import { sayCause } from "./log-causes/index.ts";
import { logTypeOf, otherTypes } from "./log-types/index.ts";
import { isPlain } from "./mask.ts";

/** "Wrong password (fp)", "Failed login (f): callback mismatch", "Unknown kind of event: fapi". Names nobody. */
export function sayKind({ type, cause }: FailureKind): string {
  const name = logTypeOf(type)?.name;
  if (type === otherTypes) return "Other unknown kinds of events";
  if (name === undefined) return isPlain(type) ? `${unknownKind}: ${type}` : unknownKind;
  const named = `${name} (${type})`;
  const why = cause === "no-reason" ? "" : sayCause(cause);
  return why && !saysSame(name, why) ? `${named}: ${why}` : named;
}

const unknownKind = "Unknown kind of event";

const saysSame = (one: string, other: string): boolean => {
  const [name, why] = [one.toLowerCase(), other.toLowerCase()];
  return name.includes(why) || (name !== "" && why.includes(name));
};

export const sayPart = ({ family, kind }: Part): string =>
  kind ? sayKind(kind) : sayFamily(family);

/** "mostly wrong password (fp)", "Wrong password (fp) 40 and Unknown user (fu) 38"; empty where its name says it. */
export function sayMadeOf({ kind, kinds, count }: Matter): string {
  const [first, second] = kinds;
  if (kind || !first) return "";
  if (!second) return `all ${lower(sayKind(first.kind))}`;
  if (first.count > count / 2) return `mostly ${lower(sayKind(first.kind))}`;
  return `above all ${lower(sayKind(first.kind))} and ${lower(sayKind(second.kind))}`;
}

const lower = (words: string): string => `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
