import type { Records } from "../core/records.ts";

/** Logins whose end nobody learned, since the last whose end is known: the bot was killed over them. */
export interface CutShort {
  readonly count: number;
  /** When the last of them was begun. */
  readonly at: Date;
}

/** Notes each login before it is sent: Auth0 may have counted it against the test user, whatever became of the bot. */
export interface Begun {
  /** `endedAt`: when the newest remembered login was over, and whether it succeeded. */
  load(newest: { readonly at: Date; readonly ok: boolean } | undefined): Promise<CutShort>;
  begin(at: Date): Promise<void>;
  end(ok: boolean): Promise<void>;
}

interface Note {
  readonly count: number;
  readonly at: string;
}

export function createBegun(records: Records, tenant: string): Begun {
  const key = `login/${tenant}`;
  let count = 0;

  return {
    async load(newest) {
      const note = await records.get<Note>(key);
      const at = new Date(note?.at ?? 0);
      const ended = newest !== undefined && newest.at >= at;
      count = after(note?.count ?? 0, ended, newest?.ok === true);
      return { count, at };
    },
    async begin(at) {
      count += 1;
      await records.set(key, { count, at: at.toISOString() } satisfies Note);
    },
    async end(ok) {
      count = after(count, true, ok);
      if (count === 0) await records.remove(key);
    },
  };
}

/** One that succeeds ends the series, as it does for Auth0. */
function after(count: number, ended: boolean, ok: boolean): number {
  if (!ended) return count;
  return ok ? 0 : Math.max(0, count - 1);
}
