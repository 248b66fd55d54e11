import type { Log } from "../../src/core/log.ts";
import type { Records } from "../../src/core/records.ts";

/** A picture that is in Slack. */
export interface PictureFile {
  readonly file: string;
  /** When it was uploaded, in milliseconds. */
  readonly at: number;
  /** A post has shown it, so that others than the bot may see it. */
  readonly shown: boolean;
}

/** Which pictures are in Slack, by what they show, over restarts. No method rejects: a full disk costs a picture, no message. */
export interface PictureFilesKept {
  find(key: string): Promise<PictureFile | undefined>;
  keep(key: string, file: string, at: number): Promise<PictureFile>;
  shown(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/** Most charts show a time that goes on, and are never shown again. */
const mostKept = 200;
const prefix = "picture/";

export function createPictureFiles({
  records,
  log,
}: {
  records: Records;
  log: Log;
}): PictureFilesKept {
  const trying = async <Value>(work: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work;
    } catch (error) {
      log.error({ err: error }, "which chart's picture is in Slack could not be read or kept");
      return undefined;
    }
  };
  const find = (key: string) => trying(records.get<PictureFile>(`${prefix}${key}`));

  async function forgetOldest(): Promise<void> {
    const all = await records.list<PictureFile>(prefix);
    const old = all.toSorted((a, b) => b.value.at - a.value.at).slice(mostKept);
    for (const { key } of old) await records.remove(key);
  }

  return {
    find,
    async keep(key, file, at) {
      const kept = { file, at, shown: false };
      await trying(records.set(`${prefix}${key}`, kept));
      await trying(forgetOldest());
      return kept;
    },
    async shown(key) {
      const kept = await find(key);
      if (!kept || kept.shown) return;
      await trying(records.set(`${prefix}${key}`, { ...kept, shown: true }));
    },
    forget: async (key) => void (await trying(records.remove(`${prefix}${key}`))),
  };
}
