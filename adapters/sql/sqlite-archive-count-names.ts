import type SqliteDatabase from "better-sqlite3";
import { logTypeOf, otherTypes } from "../../src/core/log-types/index.ts";

/** Kinds of one tenant. Beyond them causes are not told apart any more: somebody may be making them up. */
const mostKinds = 2000;
/** Types of one tenant that our table does not know. Beyond them they are counted together. */
const mostUnknown = 500;

/** Of what is not told apart. */
export const otherCause = "~other";

/** Under what something is counted. */
export interface CountedAs {
  readonly type: string;
  readonly cause: string;
}

/** Who decides that. */
export interface CountNames {
  /** For one commit's new events: what is counted already stays apart, and so does what is new while there is room. */
  forNew(tenant: number): (kind: CountedAs) => CountedAs;
}

export function createCountNames(db: SqliteDatabase.Database): CountNames {
  const known = db
    .prepare("select 1 from kinds where tenant = ? and type = ? and cause = ?")
    .pluck();
  const types = db.prepare("select type, count(*) from kinds where tenant = ? group by type").raw();
  const isKnown = (tenant: number, { type, cause }: CountedAs): boolean =>
    known.get(tenant, type, cause) !== undefined;
  const roomFor = (tenant: number) => createRoom(types.all(tenant) as [string, number][]);
  return {
    forNew(tenant) {
      let room: ReturnType<typeof createRoom> | undefined;
      return (kind) => {
        if (isKnown(tenant, kind)) return kind;
        room ??= roomFor(tenant);
        return room.take(kind);
      };
    },
  };
}

const nameless: CountedAs = { type: otherTypes, cause: "no-reason" };

/** `counted`: each type, and how many kinds of it there are. */
function createRoom(counted: readonly [string, number][]) {
  const types = new Set(counted.map(([type]) => type));
  let kinds = counted.reduce((sum, [, count]) => sum + count, 0);
  let unknown = counted.filter(([type]) => !logTypeOf(type)).length;
  return {
    take({ type, cause }: CountedAs): CountedAs {
      const isNew = !(types.has(type) || logTypeOf(type));
      if (isNew && unknown >= mostUnknown) return nameless;
      if (isNew) unknown += 1;
      types.add(type);
      kinds += 1;
      return { type, cause: kinds > mostKinds ? otherCause : cause };
    },
  };
}
