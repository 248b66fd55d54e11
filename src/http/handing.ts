/** Milliseconds without a new request after which what was taken is handed over, and after which it is in any case. */
const quietMs = 3;
const mostMs = 200;

/**
 * What was taken waits until the door has a moment: who knocks in a crowd is answered before the bot, which would take the
 * processor, begins with those before them. An answer can wait a fifth of a second, an acknowledgement cannot.
 */
export interface Handing {
  add(hand: () => void): void;
  /** Hands over what waits, in its order. */
  flush(): void;
}

export function createHanding(): Handing {
  let waiting: (() => void)[] = [];
  let since = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    const hands = waiting;
    waiting = [];
    for (const hand of hands) hand();
  }

  return {
    add(hand) {
      if (waiting.length === 0) since = performance.now();
      waiting.push(hand);
      if (performance.now() - since >= mostMs) return flush();
      timer = timer?.refresh() ?? setTimeout(flush, quietMs);
    },
    flush,
  };
}
