import type { Address, ConversationId } from "./address.ts";

/** How a message should feel. Each platform picks its own colour or icon, and always words beside it. */
export type Tone = "neutral" | "good" | "warning" | "bad";

/** What stands for a tone in words and as a sign, the same on every platform; a neutral one has neither. */
export const tones = {
  good: { word: "OK", sign: "✅" },
  warning: { word: "Attention", sign: "⚠️" },
  bad: { word: "Problem", sign: "🔴" },
} as const;

/**
 * A run of text. A bare string is literal on every platform, so words that came
 * from a feed or a person can never mention a channel or forge a link.
 */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string }
  | { readonly time: Date }
  /** Calls a person or a group, written `<platform>:<user|group>:<id>`. Another platform shows `name` as plain words. */
  | { readonly mention: string; readonly name: string }
  /**
   * A conversation, of which only the id is known here. A platform that can tell its name shows it, to those alone who
   * may know it; elsewhere `name` stands for it as plain words, like "another conversation".
   */
  | { readonly conversation: ConversationId; readonly name: string }
  /**
   * Some people and groups, and how many more there are, of whom only the ids are known here. A platform that can tell
   * their names shows them, to one person alone, so that nobody is called; elsewhere `name` stands for them all.
   */
  | { readonly who: readonly Address[]; readonly more: number; readonly name: string };

export type Text = string | readonly Span[];

export interface Field {
  readonly label: string;
  readonly value: Text;
}

/** One question of a form; the answer becomes `name:value` in the line that the form says. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** What may be written there: "22:00-07:00 or off". */
  readonly example?: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  /** The choices are this form's own: made anew from the command alone, it would not have them. */
  readonly own?: true;
  /** What a choice is called, where that is not the word itself. */
  readonly choiceLabels?: Readonly<Record<string, string>>;
  /** A platform that can let people choose such a thing does so; the others take it as it is written. */
  readonly asks?: "person" | "hours";
  readonly value?: string;
  /** What the line says where the value is taken out; else it says nothing of it. */
  readonly ending?: string;
}

/** Made from a command's declared arguments; submitting it says `<command> name:value …`. */
export interface Form {
  readonly command: string;
  readonly title: string;
  /** What is done by submitting it, as its button says. */
  readonly verb: string;
  readonly fields: readonly FormField[];
}

/** A button. It carries the line it stands for: pressing it is saying that line, with the presser's own role. */
export type Action =
  | { readonly label: string; readonly line: string }
  | { readonly label: string; readonly url: string }
  /** Opens a form. A platform without forms says `line`, which explains the command, instead. */
  | { readonly label: string; readonly form: Form; readonly line: string };

export interface Point {
  readonly label: string;
  /** `failed`: what was to be measured did not come about. It is a gap with a mark, never a low value. */
  readonly value: number | "failed";
  /** What is usual there, shown beside it. */
  readonly usual?: number;
}

export interface Chart {
  readonly kind: "chart";
  readonly title: string;
  readonly shape: "line" | "bar";
  readonly unit: string;
  readonly points: readonly Point[];
}

/** Something to keep, named as it is to be stored. A platform that can hand files over does so; elsewhere it is named. */
export interface FileBlock {
  readonly kind: "file";
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "fields"; readonly fields: readonly Field[] }
  | {
      readonly kind: "list";
      readonly items: readonly Text[];
      /** Where they are numbered: the first one's number. */
      readonly from?: number;
    }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Text[])[];
    }
  | { readonly kind: "code"; readonly code: string }
  | Chart
  | FileBlock
  | { readonly kind: "divider" }
  | { readonly kind: "actions"; readonly actions: readonly Action[] }
  /** Small print: how fresh, from where. */
  | { readonly kind: "note"; readonly text: Text };

/** What the bot says, before any platform has had its way with it. */
export interface Message {
  /** One plain, complete sentence: the notification, the screen reader, the last resort. */
  readonly summary: string;
  readonly tone?: Tone;
  /** It asks whoever asked what they mean, so there is nothing in it for others. */
  readonly asksBack?: true;
  readonly blocks: readonly Block[];
}

export const heading = (text: string): Block => ({ kind: "heading", text });
export const text = (content: Text): Block => ({ kind: "text", text: content });
export const fields = (items: readonly Field[]): Block => ({ kind: "fields", fields: items });
export const list = (items: readonly Text[]): Block => ({ kind: "list", items });
export const numbered = (from: number, items: readonly Text[]): Block => ({
  kind: "list",
  items,
  from,
});
export const table = (columns: readonly string[], rows: readonly (readonly Text[])[]): Block => ({
  kind: "table",
  columns,
  rows,
});
export const code = (content: string): Block => ({ kind: "code", code: content });
export const divider = (): Block => ({ kind: "divider" });
export const actions = (...items: readonly Action[]): Block => ({
  kind: "actions",
  actions: items,
});
export const file = (name: string, mediaType: string, content: string): FileBlock => ({
  kind: "file",
  name,
  mediaType,
  content,
});
export const note = (content: Text): Block => ({ kind: "note", text: content });

export const spansOf = (content: Text): readonly Span[] =>
  typeof content === "string" ? [content] : content;
