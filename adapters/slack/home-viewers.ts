import type { Person } from "../../src/core/chat-adapter.ts";
import { type Clock, DAY } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { noWait, type Wait } from "../../src/core/passed.ts";
import type { Records } from "../../src/core/records.ts";
import { type Answered, homeLine } from "./home-view.ts";

/** Whose Home is kept up to date: those who looked at theirs within a day, the last of them. */
const most = 200;
const keptMs = DAY;

/** What outlives a restart. */
interface Kept {
  readonly user: string;
  by: Person;
  openedAt: number;
  /** 0: nothing was shown yet. */
  shownAt: number;
  /** Of what stands there. */
  digest?: string;
}

/** Somebody who has opened their Home lately. */
export interface Viewer extends Kept {
  /** What stands there: the whole, or a part of it. */
  line: string;
  /** It is being made. */
  busy: boolean;
  /** They look at it now: it is shown anew even if it says the same as before. */
  asked: boolean;
  /** It has to be made once more after this. */
  again: boolean;
  /** What was asked on it, where the answer is elsewhere. */
  answered: Answered | undefined;
  /** How things are may have changed since it was made. */
  dirtyAt: number | undefined;
  /** It is not made by itself before this is over. */
  rest: Wait;
  /** In a row. */
  failures: number;
}

const fresh = {
  line: homeLine,
  busy: false,
  asked: false,
  again: false,
  answered: undefined,
  dirtyAt: undefined,
  rest: noWait,
  failures: 0,
} as const;

export interface Viewers {
  load(): Promise<void>;
  all(): readonly Viewer[];
  find(user: string): Viewer | undefined;
  opened(by: Person, user: string, line?: string): Viewer;
  shown(viewer: Viewer, digest: string): void;
  forget(viewer: Viewer): void;
  /** Resolves once everything is written down. */
  settled(): Promise<void>;
}

export function createViewers(given: { records: Records; clock: Clock; log: Log }): Viewers {
  const { records, clock, log } = given;
  const known = new Map<string, Viewer>();
  let written = Promise.resolve();
  const time = () => clock.now().getTime();

  /** A Home can be shown without being remembered: then it is not kept up to date after a restart. */
  function write(work: () => Promise<void>): void {
    written = written
      .then(work)
      .catch((error: unknown) => log.warn({ err: error }, "a Home could not be remembered"));
  }

  function save({ user, by, openedAt, shownAt, digest }: Viewer): void {
    const kept: Kept = { user, by, openedAt, shownAt, ...(digest ? { digest } : {}) };
    write(() => records.set(keyOf(user), kept));
  }

  function forget({ user }: Viewer): void {
    known.delete(user);
    write(() => records.remove(keyOf(user)));
  }

  function all(): readonly Viewer[] {
    const newest = [...known.values()].toSorted((a, b) => b.openedAt - a.openedAt);
    const since = time() - keptMs;
    const kept = newest.slice(0, most).filter(({ openedAt }) => openedAt > since);
    for (const viewer of newest.slice(kept.length)) forget(viewer);
    return kept;
  }

  return {
    async load() {
      for (const { value } of await records.list<Kept>("home/")) {
        // Nobody knows what happened meanwhile.
        known.set(value.user, { ...fresh, ...value, dirtyAt: time() });
      }
      all();
    },
    all,
    find: (user) => known.get(user),
    opened(by, user, line = homeLine) {
      const before = known.get(user) ?? { ...fresh, user, shownAt: 0 };
      const viewer: Viewer = Object.assign(before, { by, line, openedAt: time() });
      known.set(user, viewer);
      save(viewer);
      return viewer;
    },
    shown(viewer, digest) {
      Object.assign(viewer, { digest, shownAt: time() });
      if (known.has(viewer.user)) save(viewer);
    },
    forget,
    settled: () => written,
  };
}

const keyOf = (user: string): string => `home/${user}`;
