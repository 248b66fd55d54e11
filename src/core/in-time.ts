/**
 * What is asked within so many milliseconds; then its signal ends it. Nothing stays behind: `AbortSignal.timeout` keeps each
 * request, with what was sent and answered, in memory until its time is up, however soon the answer came.
 */
export async function inTime<Value>(
  ms: number,
  ask: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(new DOMException(words, "TimeoutError")), ms);
  try {
    return await ask(stop.signal);
  } finally {
    clearTimeout(late);
  }
}

const words = "There was no answer in time.";
