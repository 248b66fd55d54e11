import { idsOf } from "../core/advisory.ts";
import type { KnownSubject } from "../core/subject.ts";
import type { Told } from "./advisories-told.ts";

/** All that is told and known of one weakness, under whatever ids. */
export interface Group {
  /** The same at every read, also when another id turns up later. */
  readonly id: string;
  /** Every id, the group's own first. */
  readonly ids: readonly string[];
  readonly told: readonly Told[];
  /** How it is remembered. */
  readonly known: KnownSubject | undefined;
  /** Remembered beside it, from before it was known to be the same. */
  readonly doubles: readonly KnownSubject[];
}

interface Draft {
  readonly ids: Set<string>;
  readonly told: Told[];
  readonly known: KnownSubject[];
}

/** Brings together what shares an id. */
export function mergedByAlias(
  told: readonly Told[],
  known: readonly KnownSubject[],
): readonly Group[] {
  const byId = new Map<string, Draft>();
  for (const subject of known) {
    const draft = draftOf(idsOf(subject), byId);
    draft.known.push(subject);
  }
  for (const one of told) draftOf(one.ids, byId).told.push(one);
  return [...new Set(byId.values())].map(groupOf);
}

/** The one draft that has any of the ids; where several have, they turn out to be one. */
function draftOf(ids: readonly string[], byId: Map<string, Draft>): Draft {
  const found = [...new Set(ids.flatMap((id) => byId.get(id) ?? []))];
  const [draft = { ids: new Set(), told: [], known: [] }, ...others] = found;
  for (const other of others) {
    draft.told.push(...other.told);
    draft.known.push(...other.known);
    join(other.ids, draft, byId);
  }
  join(ids, draft, byId);
  return draft;
}

function join(ids: Iterable<string>, draft: Draft, byId: Map<string, Draft>): void {
  for (const id of ids) {
    draft.ids.add(id);
    byId.set(id, draft);
  }
}

function groupOf({ ids, told, known }: Draft): Group {
  const [first, ...doubles] = [...known].sort(byAge);
  const id = first?.id ?? bestOf([...ids], told);
  return {
    id,
    ids: [id, ...[...ids].filter((one) => one !== id).sort()],
    told,
    known: first,
    doubles,
  };
}

/** What was merged into another one before stays there. */
const byAge = (a: KnownSubject, b: KnownSubject) =>
  Number(isDouble(a)) - Number(isDouble(b)) || a.firstSeenAt.getTime() - b.firstSeenAt.getTime();

const doubled = "watchpost:double";
export const doubleKey = doubled;
const isDouble = ({ revisions }: KnownSubject) => revisions.at(-1)?.key === doubled;

/** The CVE, for everyone knows it by that; else GitHub's id; else the source's own. */
function bestOf(ids: readonly string[], told: readonly Told[]): string {
  const sorted = [...ids].sort();
  const called = (prefix: string) => sorted.find((id) => id.startsWith(prefix));
  return called("CVE-") ?? called("GHSA-") ?? told[0]?.ids[0] ?? sorted[0] ?? "";
}
