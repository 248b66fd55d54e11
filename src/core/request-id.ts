import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, randomBytes } from "node:crypto";
import type { Answer } from "./chat-adapter.ts";

/** What the bot does for one line, or for one request at a door, carries an id, so that the log can be searched for all of it. */
const current = new AsyncLocalStorage<string>();

/** Hexadecimal digits: few enough to be read out, and enough that no two of a day are alike. */
const digits = 10;

/** The id of what is being done; undefined where nobody asked for it. */
export const requestId = (): string | undefined => current.getStore();

/** Whatever the work does, also later, is done under this id. */
export const inRequest = <Result>(id: string, work: () => Result): Result => current.run(id, work);

/** For what outlives whoever happened to need it first. */
export const outsideRequests = <Result>(work: () => Result): Result => current.exit(work);

export const newRequestId = (): string => randomBytes(digits / 2).toString("hex");

/** The same for every delivery of one line, also after a restart. Nothing can be told from it. */
export const requestIdOf = (line: string): string =>
  createHash("sha256").update(line).digest("hex").slice(0, digits);

/** An answer that is asked for outside of any request is one of its own. */
export function identified(answer: Answer): Answer {
  return (invocation) => {
    const id = requestId() ?? newRequestId();
    const replies = inRequest(id, () => answer(invocation)[Symbol.asyncIterator]());
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => inRequest(id, () => replies.next()),
        return: async () => {
          await inRequest(id, () => replies.return?.());
          return { done: true, value: undefined };
        },
      }),
    };
  };
}
