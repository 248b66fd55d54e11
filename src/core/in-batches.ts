/**
 * What comes of several things, as it comes: each batch holds all that is there once the first of it has been waited
 * on for a while (`grace`), so that what belongs together mostly stays together, and what hangs holds up nothing.
 */
export async function* inBatches<Value>(
  all: readonly Promise<Value>[],
  grace: (over: AbortSignal) => Promise<void>,
): AsyncGenerator<readonly Value[]> {
  const there: Value[] = [];
  const left = new Set<Promise<void>>();
  for (const one of all) {
    const arrives: Promise<void> = one.then((value) => {
      there.push(value);
      left.delete(arrives);
    });
    left.add(arrives);
  }
  while (left.size > 0 || there.length > 0) {
    if (there.length === 0) await Promise.race(left);
    if (left.size > 0) await allOrGrace(left, grace);
    yield there.splice(0);
  }
}

async function allOrGrace(
  left: Iterable<Promise<void>>,
  grace: (over: AbortSignal) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([Promise.all(left), grace(over.signal)]);
  } finally {
    over.abort();
  }
}
