import { visible } from "../core/visible.ts";

/** What a terminal is shown holds words of feeds and of people: none of them may move its cursor or hide a part of them. */
export const say = (words: string): void => void process.stdout.write(`${visible(words)}\n`);

/** The same for what went wrong. */
export const complain = (words: string): void => void process.stderr.write(`${visible(words)}\n`);
