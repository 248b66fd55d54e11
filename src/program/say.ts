import { visible } from "../core/visible.ts";

/** What a terminal is shown holds words of feeds and of people: none of them may move its cursor or hide a part of them. */
export const say = (words: string): void => void process.stdout.write(`${visible(words)}\n`);

/** Whoever reads what is said may have had enough of it, like `head`: no reason to fail at what is being done. */
export function outliveReaders(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

/** The same for what went wrong. */
export const complain = (words: string): void => void process.stderr.write(`${visible(words)}\n`);
