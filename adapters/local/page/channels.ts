import { make, part } from "./dom.ts";

/** The list of conversations, with what came in the ones out of sight. */
export interface Channels {
  /** Lists the conversation, with so many new messages more if it is out of sight. */
  add(name: string, news: number): void;
  turnTo(name: string): void;
}

export const sayChannel = (name: string): string =>
  name.startsWith("@") ? `Direct messages (${name.slice(1)})` : `#${name}`;

export function createChannels(open: (name: string) => void): Channels {
  const list = part("channels", HTMLUListElement);
  const unread = new Map<string, number>();
  let current = "";

  function draw(): void {
    // Channels first, then direct messages.
    const names = [...unread.keys()].sort((a, b) => (sayChannel(a) < sayChannel(b) ? -1 : 1));
    list.replaceChildren(...names.map((name) => make(document, "li", {}, drawLink(name))));
  }

  function drawLink(name: string): HTMLElement {
    const count = unread.get(name) ?? 0;
    const link = make(
      document,
      "a",
      { href: addressOf(name), "aria-current": name === current ? "page" : undefined },
      sayChannel(name),
      count > 0 ? make(document, "span", { class: "count" }, `${count} new`) : undefined,
    );
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(name);
    });
    return link;
  }

  function count(name: string, next: number): void {
    unread.set(name, next);
    draw();
  }

  return {
    add(name, news) {
      const before = unread.get(name);
      const now = name === current ? 0 : (before ?? 0) + news;
      if (now !== before) count(name, now);
    },
    turnTo(name) {
      current = name;
      count(name, 0);
    },
  };
}

/** The page's own address with another conversation in it. */
export function addressOf(name: string): string {
  const url = new URL(location.href);
  url.searchParams.set("in", name);
  return `${url.pathname}${url.search}`;
}
