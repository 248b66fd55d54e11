import { part } from "./dom.ts";

/** Keeps the newest in sight of whoever is at the end, and disturbs nobody who reads further up. */
export interface Scroller {
  /** Changes the list. What `change` gives back is news: if it stands out of sight, a button leads there. */
  around(change: () => HTMLElement | undefined): void;
  toEnd(): void;
}

const near = 80;

export function createScroller(): Scroller {
  const log = part("log", HTMLElement);
  const pointer = part("pointer", HTMLButtonElement);
  let news: HTMLElement | undefined;

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < near;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
  };

  /** What is longer than the page is read from its beginning. */
  function follow(item: HTMLElement | undefined): void {
    toEnd();
    const isLast = item?.nextElementSibling === null;
    if (isLast && item.offsetHeight > log.clientHeight) item.scrollIntoView();
  }

  function point(): void {
    const side = news ? sideOf(news, log) : undefined;
    if (!side) news = undefined;
    pointer.hidden = side === undefined;
    pointer.textContent = side === "above" ? "Something changed above ↑" : "New messages ↓";
  }

  // Reachable by keyboard, so that it can be scrolled without a mouse.
  log.tabIndex = 0;
  log.addEventListener("scroll", point);
  pointer.addEventListener("click", () => news?.scrollIntoView());
  return {
    around(change) {
      const isFollowed = isAtEnd();
      const item = change();
      if (isFollowed) follow(item);
      news = item ?? news;
      point();
    },
    toEnd,
  };
}

/** Where it is out of sight, if it is. */
function sideOf(item: HTMLElement, log: HTMLElement): "above" | "below" | undefined {
  const [of, frame] = [item.getBoundingClientRect(), log.getBoundingClientRect()];
  if (!item.isConnected) return undefined;
  if (of.bottom < frame.top) return "above";
  return of.top > frame.bottom ? "below" : undefined;
}
