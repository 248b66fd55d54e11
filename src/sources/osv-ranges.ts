import semver from "semver";
import type { OsvAffected, OsvEvent, OsvRecord } from "./osv-record.ts";

/** From which version on a package is vulnerable, and what mends that, as far as it is told. */
export interface Span {
  /** Undefined: from the first one on, or not told. */
  readonly from?: string;
  /** The first version that is mended. */
  readonly fixed?: string;
  /** The last one that is not; where no fix is told. */
  readonly last?: string;
}

/** A package at a version. */
export interface Version {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

/**
 * The span that our version falls into, so that the fix named is that of the branch we are on. Undefined: ours is
 * not affected. An npm version is judged here; of other ecosystems OSV knows the rules, so its answer stands.
 */
export function spanFor(record: OsvRecord, ours: Version): Span | undefined {
  const order = orderOf(ours.ecosystem);
  const about = record.affected.filter(({ package: named }) => isSame(named, ours));
  const spans = about.flatMap((one) => spansOf(one, order));
  const within = spans.find((span) => isWithin(ours.version, span, order));
  if (within) return within;
  const listed = about.some(({ versions }) => versions.includes(ours.version));
  if (listed) return fixAfter(spans, ours.version, order);
  return ours.ecosystem === "npm" && about.length > 0 ? undefined : {};
}

type Order = (one: string, other: string) => number;

/** As npm and Go order versions; else number by number, what is before a release first. */
const orderOf = (ecosystem: string): Order =>
  ecosystem === "npm" || ecosystem === "Go" ? bySemver : byParts;

function bySemver(one: string, other: string): number {
  const [a, b] = [semver.parse(one, { loose: true }), semver.parse(other, { loose: true })];
  return a && b ? a.compare(b) : byParts(one, other);
}

function isSame(
  named: { readonly ecosystem: string; readonly name: string },
  ours: Version,
): boolean {
  // Some ecosystems are named with a release, like `Debian:12`.
  const [ecosystem] = named.ecosystem.split(":");
  if (ecosystem !== ours.ecosystem) return false;
  return nameIn(ours.ecosystem, named.name) === nameIn(ours.ecosystem, ours.name);
}

/** Where names differ in case or in dashes only, they are one; Go and Maven tell them apart. */
function nameIn(ecosystem: string, name: string): string {
  if (ecosystem === "PyPI") return name.toLowerCase().replace(/[-_.]+/g, "-");
  return ["Packagist", "NuGet", "npm"].includes(ecosystem) ? name.toLowerCase() : name;
}

/** Ranges of commits say nothing of versions. */
function spansOf({ ranges }: OsvAffected, order: Order): readonly Span[] {
  return ranges
    .filter(({ type }) => type !== "GIT")
    .flatMap(({ events }) => inSpans(inOrder(events, order)));
}

/** Events are a time line: each "introduced" opens a span, and the next "fixed" or "last affected" closes it. */
function inSpans(events: readonly OsvEvent[]): readonly Span[] {
  return events.flatMap(({ introduced }, index) => {
    if (introduced === undefined) return [];
    const next = events[index + 1];
    const from = introduced === "0" ? {} : { from: introduced };
    return [{ ...from, ...closing(next?.fixed, next?.last_affected) }];
  });
}

const closing = (fixed: string | undefined, last: string | undefined): Span =>
  fixed === undefined ? (last === undefined ? {} : { last }) : { fixed };

/** OSV does not promise them in order. Of one version a fix comes first, and the last affected one last. */
function inOrder(events: readonly OsvEvent[], order: Order): readonly OsvEvent[] {
  const at = ({ introduced, fixed, last_affected: last }: OsvEvent) =>
    introduced ?? fixed ?? last ?? "0";
  const rank = ({ introduced, fixed }: OsvEvent) =>
    introduced === undefined ? (fixed === undefined ? 2 : 0) : 1;
  return events
    .filter(({ limit }) => limit === undefined)
    .sort((a, b) => order(at(a), at(b)) || rank(a) - rank(b));
}

function isWithin(version: string, { from, fixed, last }: Span, order: Order): boolean {
  if (from !== undefined && order(version, from) < 0) return false;
  if (fixed !== undefined) return order(version, fixed) < 0;
  return last === undefined || order(version, last) <= 0;
}

/** A version that is listed by name: the next fix above it. */
function fixAfter(spans: readonly Span[], version: string, order: Order): Span {
  const fixes = spans.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed]));
  const [next] = fixes.filter((fixed) => order(fixed, version) > 0).sort(order);
  return next === undefined ? {} : { fixed: next };
}

function byParts(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = byPart(a[at] ?? "0", b[at] ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}

const partsOf = (version: string): readonly string[] =>
  version
    .toLowerCase()
    .replace(/^v/, "")
    .split("+")[0]
    ?.match(/\d+|[a-z]+/g) ?? [];

/** Words stand before numbers: 1.0-beta is older than 1.0. */
function byPart(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (!(Number.isNaN(x) || Number.isNaN(y))) return x - y;
  if (Number.isNaN(x) && Number.isNaN(y)) return a < b ? -1 : Number(a > b);
  return Number.isNaN(x) ? -1 : 1;
}
