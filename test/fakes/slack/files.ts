import { randomBytes } from "node:crypto";
import { isObject } from "../../../adapters/slack/block-kit.ts";
import { Refusal } from "./refusal.ts";

/** A file on its way into the workspace, or in it. */
export interface FakeFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  bytes?: Buffer;
  title?: string;
  /** When it was completed, in milliseconds. */
  completedAt?: number;
  /** A post has shown it; until then it is the bot's alone. */
  shared?: boolean;
  /** The conversation that it was put into. */
  sharedIn?: string;
}

/** Files of a workspace: uploaded in three steps, and looked into by Slack only a while later. */
export function createFiles(now: () => number) {
  const known = new Map<string, FakeFile>();
  /** Files of which people were told "file not found": an edit showed them before any post did. */
  const notFound: string[] = [];
  const state = {
    /** So long after it is completed a file cannot be shown yet. */
    settleMs: 0,
    /** Where bytes are to be sent, instead of here. */
    uploadTo: undefined as string | undefined,
  };

  function filesIn(blocks: unknown): readonly { readonly id: string; readonly at: number }[] {
    const all: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
    return all.flatMap((block, at) => {
      const file = isObject(block) && block.type === "image" ? block.slack_file : undefined;
      return isObject(file) ? [{ id: String(file.id), at }] : [];
    });
  }

  const isReady = ({ completedAt }: FakeFile): boolean =>
    completedAt !== undefined && now() - completedAt >= state.settleMs;

  return {
    known,
    notFound,
    state,
    begin(name: string, length: number): FakeFile {
      const file = { id: `F${randomBytes(5).toString("hex").toUpperCase()}`, name, length };
      known.set(file.id, file);
      return file;
    },
    /** @throws Refusal where it is not what was announced. */
    take(id: string, bytes: Buffer): void {
      const file = known.get(id);
      if (!file || bytes.length !== file.length) throw new Refusal("upload_refused");
      file.bytes = bytes;
    },
    complete(id: string, title: string): FakeFile {
      const file = known.get(id);
      if (!file?.bytes) throw new Refusal("file_not_found");
      Object.assign(file, { title, completedAt: now() });
      return file;
    },
    /** What `by` may show: a message to one person, and a line's own address, no file that is the bot's alone. */
    check(blocks: unknown, by: string): void {
      for (const { id, at } of filesIn(blocks)) {
        const file = known.get(id);
        const may = by === "chat.postMessage" || by === "chat.update" || file?.shared;
        const wellFormed = /^F[A-Z0-9]{8,}$/.test(id);
        if (file && wellFormed && may && isReady(file)) continue;
        throw new Refusal("invalid_blocks", [
          `invalid slack file [json-pointer:/blocks/${at}/slack_file]`,
        ]);
      }
    },
    /** They were shown by a post, or by an edit, which shares nothing. */
    show(blocks: unknown, by: string): void {
      for (const { id } of filesIn(blocks)) {
        const file = known.get(id);
        if (by === "chat.postMessage" && file) file.shared = true;
        if (!file?.shared) notFound.push(id);
      }
    },
  };
}
