/** One place of the lock file: a package at the version that is installed there. */
export interface Place {
  /** `node_modules/a/node_modules/b`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** As its package says; absent where it says none. */
  readonly licence: string | undefined;
  readonly integrity: string | undefined;
  /** Where it came from. Ours are left out, so that the lock names no registry. */
  readonly resolved: string | undefined;
  /** Installed for development only: it does not ship. */
  readonly development: boolean;
  /** Installed only where it fits the machine. */
  readonly optional: boolean;
  readonly runsScripts: boolean;
  /** Names of what it needs, or uses where it is there. */
  readonly uses: readonly string[];
}

/** npm's lock file, read. */
export interface Lock {
  /** What the project itself names for use, without development. */
  readonly direct: readonly string[];
  /** By path, in the file's order; without the project itself. */
  readonly places: ReadonlyMap<string, Place>;
}

interface Written {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const folder = "node_modules/";

/** Reads `package-lock.json`, version 3. */
export function lockOf(text: string): Lock {
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Written>> };
  const { "": root = {}, ...others } = packages;
  const places = Object.entries(others).map(([path, written]) => placeOf(path, written));
  return {
    direct: Object.keys(root.dependencies ?? {}),
    places: new Map(places.map((place) => [place.path, place])),
  };
}

function placeOf(path: string, written: Written): Place {
  const { name = nameAt(path), version = "", license, integrity, resolved } = written;
  return {
    path,
    name,
    version,
    licence: license,
    integrity,
    resolved,
    development: written.dev ?? false,
    optional: written.optional ?? false,
    runsScripts: written.hasInstallScript ?? false,
    uses: Object.keys({
      ...written.dependencies,
      ...written.optionalDependencies,
      ...written.peerDependencies,
    }),
  };
}

const nameAt = (path: string): string => path.slice(path.lastIndexOf(folder) + folder.length);

/** What is installed where Watchpost runs, on whatever machine that is. */
export const shippedIn = ({ places }: Lock): readonly Place[] =>
  [...places.values()].filter(({ development }) => !development);

/** What a place finds under the names that it uses, as Node looks for them: beside itself, then further up. */
export function usedBy(lock: Lock, { path, uses }: Pick<Place, "path" | "uses">): readonly Place[] {
  return uses.flatMap((name) => found(lock, path, name) ?? []);
}

function found({ places }: Lock, from: string, name: string): Place | undefined {
  for (let at = from; ; at = above(at)) {
    const place = places.get(`${at === "" ? "" : `${at}/`}${folder}${name}`);
    if (place || at === "") return place;
  }
}

/** The package that one is installed in; empty for the project itself. */
const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(`/${folder}`)));

/** Everything that the project comes to need, without what is `left` out and without what only that needs. */
export function reachedIn(lock: Lock, left: (name: string) => boolean): readonly Place[] {
  const reached = new Map<string, Place>();
  const ahead = [...usedBy(lock, { path: "", uses: lock.direct })];
  for (let place = ahead.pop(); place; place = ahead.pop()) {
    if (left(place.name) || reached.has(place.path)) continue;
    reached.set(place.path, place);
    ahead.push(...usedBy(lock, place));
  }
  return [...reached.values()];
}
