import type { TextKind } from "./capture.ts";

/** A text of a feed as it was written, and how it is to be understood. */
export interface RawText {
  readonly text: string;
  readonly kind: TextKind;
  /** What `xml:base` says that links in it are relative to. */
  readonly base?: string | undefined;
}

export interface RawLink extends RawText {
  readonly rel?: string | undefined;
  readonly type?: string | undefined;
}

export interface RawId extends RawText {
  /** False where the feed says that its id is no address. */
  readonly permalink: boolean;
}

/** One entry as its format tells it. Of each list, the first that makes sense is believed. */
export interface RawEntry {
  readonly ids: readonly RawId[];
  readonly titles: readonly RawText[];
  readonly links: readonly RawLink[];
  readonly categories: readonly string[];
  readonly bodies: readonly RawText[];
  readonly published: readonly string[];
  readonly updated: readonly string[];
}

export interface RawFeed {
  readonly format: "atom" | "rss" | "json";
  readonly titles: readonly RawText[];
  readonly links: readonly RawLink[];
  /** The entries in small lots, to be taken once: a feed is never whole in memory in two forms. */
  readonly lots: AsyncIterable<readonly RawEntry[]>;
  /** Entries that could not be read, each with the reason. Complete only once all lots are taken. */
  readonly skipped: readonly string[];
}
