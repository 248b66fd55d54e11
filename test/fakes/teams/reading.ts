import type { Message, Sent } from "./world.ts";

interface Element {
  readonly type?: string;
  readonly text?: string;
  readonly codeSnippet?: string;
  readonly title?: string;
  readonly inlines?: readonly Element[];
  readonly items?: readonly Element[];
  readonly columns?: readonly Element[];
  readonly cells?: readonly Element[];
  readonly rows?: readonly Element[];
  readonly body?: readonly Element[];
  readonly actions?: readonly Button[];
  readonly fallback?: Element;
}

export interface Button {
  readonly type: string;
  readonly title?: string;
  readonly url?: string;
  readonly data?: {
    readonly line?: string;
    readonly msteams?: { readonly type?: string };
    readonly form?: object;
  };
  readonly fallback?: Button;
}

type Host = "desk" | "phone";

/** All of a message's text in reading order, as a person sees it in Teams: markup and macros have had their way. */
export function readMessage({ activity }: Pick<Message, "activity">, host: Host = "desk"): string {
  const cards = cardsOf(activity).map((card) => read(card, host));
  return [activity.text ?? "", ...cards].filter((words) => words !== "").join("\n");
}

/** The buttons of a message, in order. */
export function buttonsOf({ activity }: Pick<Message, "activity">): readonly Button[] {
  return cardsOf(activity).flatMap(buttonsIn);
}

function cardsOf({ attachments = [] }: Sent): readonly Element[] {
  return attachments.map(({ content }) => content as Element);
}

function childrenOf(element: Element): readonly Element[] {
  const { items, columns, cells, rows, body } = element;
  return [...(items ?? []), ...(columns ?? []), ...(cells ?? []), ...(rows ?? []), ...(body ?? [])];
}

function buttonsIn(element: Element): readonly Button[] {
  return [...(element.actions ?? []), ...childrenOf(element).flatMap(buttonsIn)];
}

/** The phone apps promise version 1.2 of the format, and draw the fallback of what is newer. */
const unknownToPhones = /^(?:Table|CodeBlock|Chart\..+)$/u;

function read(element: Element, host: Host): string {
  if (host === "phone" && unknownToPhones.test(element.type ?? "")) {
    return element.fallback ? read(element.fallback, host) : "";
  }
  const buttons = (element.actions ?? []).map(({ title = "" }) => `[${title}]`);
  return [ownWords(element), ...childrenOf(element).map((child) => read(child, host)), ...buttons]
    .filter((words) => words !== "")
    .join("\n")
    .replaceAll("\u2060", ""); // What has no width is not seen.
}

function ownWords({ type, text = "", inlines = [], codeSnippet, title = "" }: Element): string {
  if (type === "TextBlock") return markdown(macros(text));
  if (type === "RichTextBlock") return inlines.map((run) => macros(run.text ?? "")).join("");
  return codeSnippet ?? title;
}

function macros(words: string): string {
  return words.replace(/\{\{(?:DATE|TIME)\([^)]*\)\}\}/giu, "01/01/2020");
}

function markdown(words: string): string {
  return words
    .replace(/<at>(.*?)<\/at>/gu, "@$1")
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replace(/(\*\*|\*|__|_|~~)(\S.*?)\1/gu, "$2")
    .replace(/&lt;|&gt;|&amp;/gu, "");
}
