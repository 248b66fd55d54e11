import type { types } from "@slack/bolt";
import type { DialogAnswer } from "../../adapters/teams/dialog.ts";
import type { Message } from "../../src/core/message.ts";

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** A phone, and a desk. */
export const widths = [390, 1280] as const;

/** One message, and how it came about. */
export interface Specimen {
  readonly name: string;
  readonly message: Message;
  /** The line it answers. */
  readonly asked?: string;
  /** For the asker's eyes alone. */
  readonly private?: boolean;
  readonly pending?: boolean;
  /** Shown by Slack in place of the message. */
  readonly modal?: Modal;
  /** Shown by Teams in place of the message. */
  readonly dialog?: DialogAnswer;
}

/** A modal of Slack's, and what is said to be wrong beside its fields. */
export interface Modal {
  readonly view: types.ModalView;
  readonly errors?: Readonly<Record<string, string>>;
}

/** Specimens that are looked at together: one picture for each platform, width and theme. */
export interface Group {
  readonly name: string;
  /** Drawn on these platforms only. */
  readonly platforms?: readonly string[];
  readonly specimens: readonly Specimen[];
}

/** A file the sheet loads, by its path from the sheet's own address. */
export type Files = ReadonlyMap<string, { readonly type: string; readonly body: string | Buffer }>;

/** A rule of axe that a stand-in's own markup or colours break, so that it says nothing of what we send. */
export interface Excuse {
  readonly rule: string;
  /** Only inside elements of this CSS selector. */
  readonly within: string;
  readonly because: string;
}

/** Draws messages as people see them on one platform. */
export interface Painter {
  readonly name: string;
  readonly title: string;
  readonly excuses: readonly Excuse[];
  /** Elements that may scroll sideways inside themselves, as CSS selectors. */
  readonly scrollers: readonly string[];
  files(): Promise<Files>;
  /** What stands in the sheet's head. */
  head(theme: Theme): string;
  /** What stands in the specimen's frame. */
  draw(specimen: Specimen, theme: Theme): string;
}

/** Words as HTML shows them. */
export function escapeHtml(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Data for a script to find in the page; nothing in it can end the element. */
export function dataScript(data: unknown): string {
  const json = JSON.stringify(data).replace(/</g, "\\u003c");
  return `<script type="application/json">${json}</script>`;
}
