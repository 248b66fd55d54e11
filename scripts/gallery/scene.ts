import type { Message } from "../../src/core/message.ts";
import { specimens } from "../../test/fixtures/specimens.ts";
import type { Files, Specimen } from "./painter.ts";

/** One picture of a guide. */
export interface Scene {
  readonly file: string;
  /** What stands in the picture. */
  readonly html: string;
}

/** The pictures of one guide, and what their pages need. */
export interface Scenes {
  readonly title: string;
  /** What stands in each page's head. */
  readonly head: string;
  readonly files: Files;
  readonly width: number;
  readonly scenes: readonly Scene[];
}

export function specimenOf(name: string): Specimen {
  const message: Message | undefined = specimens[name];
  if (!message) throw new Error(`there is no specimen "${name}"`);
  return { name, message };
}
