import { make } from "./dom.ts";

/** The replies under a card: the newest is always in sight, the ones before it on request. */
export interface Thread {
  readonly element: HTMLElement;
  readonly replies: HTMLOListElement;
  /** To be called whenever a reply came. */
  refresh(): void;
}

export function drawThread(document: Document): Thread {
  let open = false;
  const replies = make(document, "ol", { class: "replies" });
  const toggle = make(document, "button", { type: "button", class: "toggle" });
  const element = make(
    document,
    "section",
    { class: "thread", "aria-label": "Replies", hidden: true },
    toggle,
    replies,
  );

  function refresh(): void {
    const items = [...replies.children].filter((item) => item instanceof HTMLElement);
    const earlier = items.length - 1;
    element.hidden = items.length === 0;
    toggle.hidden = earlier < 1;
    toggle.setAttribute("aria-expanded", String(open));
    const many = `${earlier} earlier ${earlier === 1 ? "reply" : "replies"}`;
    toggle.textContent = `${open ? "Hide" : "Show"} ${many}`;
    for (const [index, item] of items.entries()) item.hidden = !open && index < earlier;
  }

  toggle.addEventListener("click", () => {
    open = !open;
    refresh();
  });
  return { element, replies, refresh };
}
