import { make } from "./dom.ts";
import type { Said } from "./send.ts";

const longMs = 20_000;

/** Lines that were said and have no answer yet: shown until they do, so that silence is never taken for an answer. */
export interface Waiting {
  add(said: Said): void;
  answered(id: string): void;
  /** Shows those of this conversation alone. */
  turnTo(conversation: string): void;
}

export function createWaiting(document: Document, list: HTMLElement): Waiting {
  const items = new Map<string, { item: HTMLElement; conversation: string }>();
  let current = "";

  function refresh(): void {
    for (const { item, conversation } of items.values()) item.hidden = conversation !== current;
  }

  return {
    add({ id, person, line, conversation }) {
      const state = make(document, "span", { class: "state" }, "sent, waiting for the answer");
      const item = make(
        document,
        "li",
        { class: "asked" },
        make(document, "strong", {}, person),
        " ",
        make(document, "q", {}, line),
        " ",
        make(document, "span", { class: "dots", "aria-hidden": "true" }),
        state,
      );
      items.set(id, { item, conversation });
      list.append(item);
      refresh();
      setTimeout(() => {
        state.textContent = "no answer yet; it will come as soon as Watchpost has one";
      }, longMs);
    },
    answered(id) {
      items.get(id)?.item.remove();
      items.delete(id);
    },
    turnTo(conversation) {
      current = conversation;
      refresh();
    },
  };
}
