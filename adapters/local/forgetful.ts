import { setImmediate } from "node:timers/promises";
import { createNames, type Names } from "../../src/core/border-names.ts";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Entry } from "./entry.ts";
import type { Files } from "./files.ts";
import type { Messages, Shows } from "./messages.ts";

/** What stands for whoever is forgotten. */
const forgotten = "[forgotten]";
const nobody = {
  user: () => forgotten,
  address: () => forgotten,
  numbers: () => ({ user: 0, address: 0 }),
};

/** The answer to the line that forgets somebody comes after that is done, and is not to name them again. */
const lastsMs = 5 * MINUTE;

export type ForgetfulMessages = Messages & {
  /** Takes these names out of every message that is kept, and out of those of the next minutes; files are dropped unread. */
  forget(names: readonly string[]): Promise<void>;
};

export function forgetful(
  messages: Messages,
  { files, clock }: { files: Pick<Files, "clear">; clock: Pick<Clock, "now"> },
): ForgetfulMessages {
  let lately: readonly { readonly names: Names; readonly until: number }[] = [];

  function covering<Shows extends object>(shows: Shows): Shows {
    lately = lately.filter(({ until }) => until > clock.now().getTime());
    return lately.reduce((covered, { names }) => without(covered, names), shows);
  }

  return {
    ...messages,
    add: (draft) => messages.add(covering(draft)),
    change: (entry, shows) => messages.change(entry, covering(shows)),
    async forget(given) {
      files.clear();
      const names = createNames(nobody);
      for (const name of given) names.person(name);
      lately = [...lately, { names, until: clock.now().getTime() + lastsMs }];
      for (const entry of messages.all()) {
        const shows = showsOf(entry);
        const covered = without(shows, names);
        if (JSON.stringify(covered) !== JSON.stringify(shows))
          await messages.change(entry, covered);
        await setImmediate();
      }
    },
  };
}

const showsOf = ({ message, pending, asked }: Entry): Shows => ({ message, pending, asked });

/** Every text in it, however deep, without these names. */
function without<Value>(value: Value, names: Names): Value {
  if (typeof value === "string") return names.hide(value) as Value & string;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => without(one, names)) as Value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, without(held, names)]),
  ) as Value;
}
