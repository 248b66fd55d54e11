import type { Action } from "../../../src/core/message.ts";
import type { Entry } from "../entry.ts";
import { make } from "./dom.ts";
import { drawEntry } from "./draw-entry.ts";
import { icon } from "./icons.ts";
import { drawThread, type Thread } from "./thread.ts";

/** Cards drawn at once; those before them on request. */
const page = 200;

/** One conversation on the page: its cards oldest first, each with its replies. */
export interface Timeline {
  /** Shows an entry, or its new state in the place of the old one; gives back where it stands. */
  show(entry: Entry, isNews: boolean): HTMLElement;
}

type Act = (action: Action, entry: Entry) => void;

export function createTimeline(document: Document, list: HTMLOListElement, act: Act): Timeline {
  const threads = new Map<string, Thread>();

  const item = (key: string) => list.querySelector<HTMLLIElement>(`li[data-key="${key}"]`);

  function put(
    into: HTMLOListElement,
    key: string,
    drawn: HTMLElement,
    isNews: boolean,
  ): HTMLLIElement {
    const known = into.querySelector<HTMLLIElement>(`:scope > li[data-key="${key}"]`);
    if (known?.firstElementChild) {
      replaceKeepingFocus(known.firstElementChild, drawn);
      if (isNews) flash(drawn);
      return known;
    }
    const made = make(document, "li", { "data-key": key }, drawn);
    const later = [...into.children].find(
      (other) => other instanceof HTMLElement && (other.dataset.key ?? "") > key,
    );
    into.insertBefore(made, later ?? null);
    if (isNews) flash(drawn);
    return made;
  }

  function threadOf(root: string): Thread | undefined {
    const holder = item(root);
    if (!holder) return undefined;
    const thread = threads.get(root) ?? drawThread(document);
    if (!threads.has(root)) {
      holder.append(thread.element);
      threads.set(root, thread);
    }
    return thread;
  }

  return {
    show(entry, isNews) {
      const draw = () => drawEntry(document, entry, (action) => act(action, entry));
      const thread = entry.replyTo === null ? undefined : threadOf(entry.replyTo);
      if (thread) {
        const reply = put(thread.replies, entry.id, draw(), isNews);
        thread.refresh();
        if (!entry.alsoInChannel) return reply;
      }
      const drawn = draw();
      if (entry.replyTo !== null) drawn.prepend(drawOrigin(document, item(entry.replyTo)));
      return put(list, entry.id, drawn, isNews);
    },
  };
}

/** The cards that are drawn first: the newest, and every reply to one of them. */
export function newestOf(entries: readonly Entry[]): { shown: readonly Entry[]; earlier: number } {
  const roots = entries.filter(({ replyTo }) => replyTo === null);
  const first = roots.at(-page)?.id ?? "";
  const shown = entries.filter(({ id, replyTo }) => (replyTo ?? id) >= first);
  return { shown, earlier: Math.max(0, roots.length - page) };
}

function drawOrigin(document: Document, root: Element | null): HTMLElement {
  const about = root?.querySelector("article")?.getAttribute("aria-label");
  const words = about ? `Reply to: ${about}` : "Reply to an earlier message";
  return make(document, "p", { class: "origin" }, icon(document, "thread"), words);
}

/** An edit under someone's fingers must not take the button away. */
function replaceKeepingFocus(old: Element, drawn: HTMLElement): void {
  const line = old.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-line")
    : null;
  old.replaceWith(drawn);
  if (line === null || line === undefined) return;
  const same = [...drawn.querySelectorAll<HTMLElement>("[data-line]")];
  same.find(({ dataset }) => dataset.line === line)?.focus();
}

function flash(drawn: HTMLElement): void {
  drawn.querySelector("article")?.classList.add("fresh");
}
