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
}

export interface Button {
  readonly type: string;
  readonly title?: string;
  readonly url?: string;
  readonly data?: { readonly line?: string };
  readonly fallback?: Button;
}

/** All of a message's text in reading order, as a person sees it in Teams: markup and macros have had their way. */
export function readMessage({ activity }: Pick<Message, "activity">): string {
  const cards = cardsOf(activity).map((card) => read(card));
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

function read(element: Element): string {
  const own =
    element.type === "TextBlock"
      ? markdown(macros(element.text ?? ""))
      : element.type === "RichTextBlock"
        ? (element.inlines ?? []).map(({ text = "" }) => macros(text)).join("")
        : (element.codeSnippet ?? element.title ?? "");
  const buttons = (element.actions ?? []).map(({ title = "" }) => `[${title}]`);
  return [own, ...childrenOf(element).map(read), ...buttons]
    .filter((words) => words !== "")
    .join("\n")
    .replaceAll("\u2060", ""); // What has no width is not seen.
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
