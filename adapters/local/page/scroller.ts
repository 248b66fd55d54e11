import { part } from "./dom.ts";

/** Keeps the newest in sight of whoever is at the end, and disturbs nobody who reads further up. */
export interface Scroller {
  /** Changes the list; `isNews` says whether it is worth a word to those who are elsewhere. */
  around(change: () => void, isNews: boolean): void;
  toEnd(): void;
}

const near = 80;

export function createScroller(): Scroller {
  const log = part("log", HTMLElement);
  const newer = part("newer", HTMLButtonElement);
  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < near;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
    newer.hidden = true;
  };
  // Reachable by keyboard, so that it can be scrolled without a mouse.
  log.tabIndex = 0;
  newer.addEventListener("click", toEnd);
  log.addEventListener("scroll", () => {
    if (isAtEnd()) newer.hidden = true;
  });
  return {
    around(change, isNews) {
      const follow = isAtEnd();
      change();
      if (follow) toEnd();
      else if (isNews) newer.hidden = false;
    },
    toEnd,
  };
}
