import type { Stats } from "node:fs";
import { lookAt, readPlainFile, type Unread } from "./core/plain-file.ts";
import { Secret } from "./core/secret.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a variable's value comes from. */
export type Origin = "environment" | "file";

/** The variables that settings name: set in the environment, or by a file that `<NAME>_FILE` names. */
export interface Variables {
  readonly isSet: (name: string) => boolean;
  /** Undefined where it is set nowhere. @throws VariableProblem in words that never hold a value or a path. */
  find(name: string): string | undefined;
  originOf(name: string): Origin | undefined;
  /** The files read so far that every user of this machine can read, by their variables. */
  open(): readonly string[];
  /** Whether a file that was read looks different now. */
  haveChanged(): boolean;
}

/** The variable is set, but nothing comes of it. */
export class VariableProblem extends Error {
  override readonly name = "VariableProblem";
}

/** Far more than a key and its certificates take. */
const mostBytes = 64 * 1024;

/** What is set to something; every object knows a `constructor` that nobody set. */
const own = (environment: Environment, name: string): string | undefined =>
  Object.hasOwn(environment, name) ? environment[name] || undefined : undefined;

/** Reads files anew each time, and the environment once: nobody changes it from outside, and it may be emptied after. */
export function createVariables(environment: Environment): Variables {
  const held = new Map<string, Secret>();
  const marks = new Map<string, string>();
  const open = new Set<string>();

  function inEnvironment(name: string): string | undefined {
    const given = own(environment, name);
    if (given) held.set(name, new Secret(given));
    return held.get(name)?.reveal();
  }

  const fileFor = (name: string): string | undefined => own(environment, `${name}_FILE`);

  function inFile(name: string, path: string): string {
    const fail = (why: string): never => {
      throw new VariableProblem(`${name}_FILE names a file that ${why}`);
    };
    const found = lookAt(path, mostBytes);
    if ("why" in found) return fail(found.why);
    marks.set(path, markOf(found));
    if (isOpen(found)) open.add(`${name}_FILE`);
    else open.delete(`${name}_FILE`);
    const text = readPlainFile(path, mostBytes);
    if (typeof text !== "string") return fail(text.why);
    const value = text.replace(/(?:\r?\n)+$/u, "");
    return value.trim() === "" ? fail("is empty") : value;
  }

  return {
    isSet: (name) =>
      own(environment, name) !== undefined || held.has(name) || fileFor(name) !== undefined,
    find(name) {
      const plain = inEnvironment(name);
      const path = fileFor(name);
      if (path === undefined) return plain;
      if (plain !== undefined) {
        throw new VariableProblem(`${name} and ${name}_FILE are both set; take one of them out`);
      }
      return inFile(name, path);
    },
    originOf: (name) =>
      held.has(name) ? "environment" : fileFor(name) === undefined ? undefined : "file",
    open: () => [...open].sort(),
    haveChanged: () => [...marks].some(([path, mark]) => markOf(lookAt(path, mostBytes)) !== mark),
  };
}

const markOf = (found: Stats | Unread): string =>
  "why" in found ? found.why : `${found.mtimeMs} ${found.size} ${found.ino} ${found.dev}`;

/** Windows has rights of another kind, and says nothing of them here. */
const isOpen = ({ mode }: Stats): boolean => process.platform !== "win32" && (mode & 0o004) !== 0;
