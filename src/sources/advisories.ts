import { advisoriesTarget, factsCalled, nothingCompared, severities } from "../core/advisory.ts";
import { UpstreamError, UserError } from "../core/errors.ts";
import { inTurns } from "../core/in-turns.ts";
import { defineSource, type Readers } from "../core/source.ts";
import type { KnownSubject } from "../core/subject.ts";
import { mergedByAlias } from "./advisories-merge.ts";
import {
  type AdvisoriesSettings,
  advisoriesSettings,
  isWatched,
  type Used,
} from "./advisories-settings.ts";
import { subjectsOf } from "./advisories-subject.ts";
import { type Told, toldByOkta, toldByOsv } from "./advisories-told.ts";
import { installedIn } from "./lockfile-npm.ts";
import { askOsv } from "./osv-client.ts";
import { type Listed, listedIn } from "./sbom-cyclonedx.ts";

/** Weaknesses of the packages that the team uses, as OSV knows them, and what Okta announces. */
export const advisories = defineSource({
  id: "advisories",
  title: advisoriesTarget.title,
  summary: "Weaknesses of the packages you use, and Okta's security advisories",
  labels: [...severities, "affected"],
  feedNamed: false,
  settings: advisoriesSettings,
  conditional: false,
  targets({ url, packages, lockfiles, sboms }) {
    const compares = packages.length + lockfiles.length + sboms.length > 0;
    const title = compares ? advisoriesTarget.title : nothingCompared;
    return [{ key: advisoriesTarget.key, title, url }];
  },
  async read(_target, readers, settings, now) {
    const [uses, notices, known] = await Promise.all([
      usesOf(settings, readers),
      noticesOf(settings, readers),
      readers.known(),
    ]);
    const osv = await askedOf(settings, uses.found, readers);
    const groups = mergedByAlias([...osv.told, ...notices], known);
    const scene = {
      now,
      uses: uses.found,
      complete: uses.complete && osv.complete,
      firstOfOkta: !known.some(isFromOkta),
    };
    return (await inTurns(groups, (group) => subjectsOf(group, scene))).flat();
  },
});

const isFromOkta = (known: KnownSubject): boolean =>
  factsCalled(known, "told").some((value) => value.includes("Okta"));

/** Our packages; `complete` is false where a lockfile or an SBOM could not be read. */
async function usesOf(
  { packages, lockfiles, sboms, watch }: AdvisoriesSettings,
  readers: Readers,
): Promise<{ readonly found: readonly Used[]; readonly complete: boolean }> {
  const read = await Promise.all([
    ...lockfiles.map((path) => part(readers, "", () => watched(path, locked, watch, readers))),
    ...sboms.map((path) => part(readers, "", () => watched(path, listedIn, watch, readers))),
  ]);
  return {
    found: atPlaces([...packages, ...read.flatMap((uses) => uses ?? [])]),
    complete: !read.includes(undefined),
  };
}

/** The packages of a file that count. @throws UpstreamError when it cannot be read. */
async function watched(
  path: string,
  read: (content: string, file: string) => readonly Listed[],
  watch: readonly string[],
  readers: Readers,
): Promise<readonly Used[]> {
  const listed = read(await readers.file(path), path);
  const from = path.split(/[\\/]/).slice(-2).join("/");
  return listed.filter(({ name }) => isWatched(name, watch)).map((one) => ({ ...one, from }));
}

const locked = (content: string, file: string): readonly Listed[] =>
  installedIn(content, file).map((one) => ({ ...one, ecosystem: "npm" }));

/** Each package at each version once, with every place it is used in. */
function atPlaces(all: readonly Used[]): readonly Used[] {
  const merged = new Map<string, Used>();
  for (const use of all) {
    const key = [use.ecosystem, use.name, use.version].join("\n");
    const before = merged.get(key);
    const from = before
      ? [...new Set([...before.from.split(", "), use.from])].join(", ")
      : use.from;
    merged.set(key, { ...use, from });
  }
  return [...merged.values()];
}

async function askedOf(
  { url }: AdvisoriesSettings,
  uses: readonly Used[],
  readers: Readers,
): Promise<{ readonly told: readonly Told[]; readonly complete: boolean }> {
  if (uses.length === 0) return { told: [], complete: true };
  const asked = await part(readers, "OSV: ", () => askOsv(url, uses, readers));
  if (!asked) return { told: [], complete: false };
  for (const problem of asked.missed) readers.missed(named("OSV: ", problem));
  return { told: await inTurns(asked.hits, toldByOsv), complete: asked.missed.length === 0 };
}

async function noticesOf({ okta }: AdvisoriesSettings, readers: Readers): Promise<readonly Told[]> {
  if (okta === false) return [];
  const document = await part(readers, "Okta's advisories: ", () => readers.feed(okta));
  return document ? inTurns(document.entries, toldByOkta) : [];
}

/** One part that cannot be had never hides the others. */
async function part<Read>(
  readers: Readers,
  name: string,
  read: () => Promise<Read>,
): Promise<Read | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UpstreamError || error instanceof UserError)) throw error;
    readers.missed(named(name, error));
    return undefined;
  }
}

function named(name: string, error: UpstreamError | UserError): UpstreamError {
  const { message } = error;
  if (!(error instanceof UpstreamError)) return new UpstreamError(name, `${name}${message}`);
  const { system, retryAfterMs } = error;
  return new UpstreamError(system, `${name}${message}`, { retryAfterMs, cause: error });
}
