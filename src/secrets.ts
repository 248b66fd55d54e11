import { SettingsError } from "./core/errors.ts";
import { Secret } from "./core/secret.ts";
import type { Use } from "./fill-settings.ts";
import type { Origin, Variables } from "./variables.ts";

/** A secret of the settings. */
export interface KnownSecret {
  /** Like `tenants[0].logStream.token`. */
  readonly path: string;
  readonly secret: Secret;
  /** The variables that its value was put together from; none where it stands in the settings file itself. */
  readonly variables: readonly { readonly name: string; readonly origin: Origin }[];
  readonly readAt: Date;
}

/** What came of reading the secrets again. */
export interface Renewal {
  /** Paths of those that have another value now. */
  readonly renewed: readonly string[];
  /** Settings that changed too, and count from the next start. */
  readonly waiting: readonly string[];
  /** Why nothing could be read; all is as it was before. */
  readonly problems: readonly string[];
}

/** The settings' secrets, and how they are read again while the bot runs. */
export interface Secrets {
  known(): readonly KnownSecret[];
  /** Variables whose files every user of this machine can read. */
  open(): readonly string[];
  /** Whether a file that holds one looks different now. */
  haveChanged(): boolean;
  /** Reads settings and secrets anew. Never throws for what is wrong with them. */
  renew(): Renewal;
}

/** The settings as they were read once. */
export interface Reading {
  /** As they were checked, with a Secret wherever there is one. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly used: readonly Use[];
  readonly at: Date;
}

export function createSecrets(
  first: Reading,
  { again, variables }: { again(): Reading; variables: Variables },
): Secrets {
  let known = secretsIn(first, variables);
  const plain = plainParts(first);

  /** The value of the secret that the same place holds now; whoever has the Secret has it from then on. */
  function take(fresh: readonly KnownSecret[]): readonly string[] {
    const renewed: string[] = [];
    const now = byPath(fresh);
    known = known.map((one) => {
      const found = now.get(one.path);
      if (!found || countsAtStart(one)) return one;
      if (one.secret.renew(found.secret)) renewed.push(one.path);
      const { readAt } = onlyFromEnvironment(one) ? one : found;
      return { ...found, readAt, secret: one.secret };
    });
    return renewed;
  }

  function differing(reading: Reading, fresh: readonly KnownSecret[]): readonly string[] {
    const now = plainParts(reading);
    const sections = [...new Set([...plain.keys(), ...now.keys()])];
    const changed = sections.filter((name) => plain.get(name) !== now.get(name));
    const paths = new Set(known.map(({ path }) => path));
    const added = fresh.filter(({ path }) => !paths.has(path)).map(({ path }) => path);
    const anew = byPath(fresh);
    const keys = known.filter(countsAtStart).filter(({ path, secret }) => {
      const one = anew.get(path);
      return one !== undefined && !one.secret.equals(secret);
    });
    return [...new Set([...changed, ...added, ...keys.map(({ path }) => path)])];
  }

  return {
    known: () => known,
    open: () => variables.open(),
    haveChanged: () => variables.haveChanged(),
    renew() {
      try {
        const reading = again();
        const fresh = secretsIn(reading, variables);
        const waiting = differing(reading, fresh);
        return { renewed: take(fresh), waiting, problems: [] };
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        return { renewed: [], waiting: [], problems: error.problems };
      }
    },
  };
}

/** The environment is read once. */
const onlyFromEnvironment = ({ variables }: KnownSecret): boolean =>
  variables.length > 0 && variables.every(({ origin }) => origin === "environment");

/** What is kept was made with it. */
const countsAtStart = ({ path }: KnownSecret): boolean => path.endsWith(".logs.hashed");

const byPath = (secrets: readonly KnownSecret[]): ReadonlyMap<string, KnownSecret> =>
  new Map(secrets.map((one) => [one.path, one]));

/** The variables that each path was put together from, and each list: there may be thousands of both. */
function namesByPath(used: readonly Use[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { path, variable } of used) {
    const lists = [...path.matchAll(/\[/gu)].map(({ index }) => path.slice(0, index));
    for (const one of [path, ...lists]) {
      const known = names.get(one) ?? new Set<string>();
      names.set(one, known.add(variable));
    }
  }
  return names;
}

function secretsIn({ settings, used, at }: Reading, variables: Variables): readonly KnownSecret[] {
  const names = namesByPath(used);
  return found(settings, "").map(({ path, secret }) => {
    const origins = [...(names.get(path) ?? [])].map((name) => ({
      name,
      origin: variables.originOf(name) ?? ("environment" as const),
    }));
    return { path, secret, variables: origins, readAt: at };
  });
}

function found(part: unknown, path: string): readonly { path: string; secret: Secret }[] {
  if (part instanceof Secret) return [{ path, secret: part }];
  if (Array.isArray(part)) return part.flatMap((one, index) => found(one, `${path}[${index}]`));
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, one]) => found(one, path ? `${path}.${key}` : key));
}

/** Each section as it prints: a secret prints the same whatever its value. */
const plainParts = ({ settings }: Reading): ReadonlyMap<string, string> =>
  new Map(Object.entries(settings).map(([name, part]) => [name, JSON.stringify(part) ?? ""]));
