import type { Clock } from "./clock.ts";

/** Given along, since else each time an error is made that nobody looks at: it takes longer than all the rest. */
const over = "over";

/** What comes within so many milliseconds; undefined where nothing did. Its failure, however late, goes unheard then. */
export async function within<Value>(
  value: Promise<Value>,
  { clock, ms }: { readonly clock: Pick<Clock, "after">; readonly ms: number },
): Promise<Value | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([value, clock.after(ms, stop.signal).then(() => undefined)]);
  } finally {
    stop.abort(over);
  }
}
