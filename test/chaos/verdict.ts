import { titleOf, wordsOf } from "./history.ts";
import type { Recorded } from "./platform.ts";

/** What became of one subject, as the test told it. */
export interface Told {
  readonly subject: number;
  /** How many revisions there are by now. */
  readonly count: number;
  /** Revisions before this one need not have been told there: it was not wanted yet. */
  readonly wantedFrom: number;
}

/** Everything that is wrong with the platform's record of one conversation; nothing, if delivery kept its word. */
export function verdictOn(
  record: readonly Recorded[],
  conversation: string,
  as: "card" | "thread" | "all",
  told: readonly Told[],
): readonly string[] {
  const here = record.filter((one) => one.conversation === conversation || one.what === "killed");
  return told.flatMap((one) =>
    judge(here, as, one).map((wrong) => `${conversation} subject ${one.subject}: ${wrong}`),
  );
}

function judge(
  here: readonly Recorded[],
  as: "card" | "thread" | "all",
  { subject, count, wantedFrom }: Told,
): readonly string[] {
  const cards = here.filter(
    (one) => one.what === "post" && !one.thread && one.text?.includes(titleOf(subject)),
  );
  const ids = cards.map(({ id }) => id);
  const replies = here.filter((one) => one.thread !== undefined && ids.includes(one.thread));
  const live = cards.at(-1);
  if (!live) return ["no card"];
  const state = here.filter((one) => one.id === live.id).at(-1)?.text ?? "";
  const all = Array.from({ length: count }, (_, nth) => nth);
  const carriers =
    as === "card" ? here.filter((one) => ids.includes(one.id)) : [...cards, ...replies];
  return [
    ...(state.includes(wordsOf(subject, count - 1))
      ? []
      : ["the card does not show the last state"]),
    ...unexcused(here, cards).map(() => "a second card without need"),
    ...all
      .slice(wantedFrom)
      .filter((nth) => !carriers.some((one) => one.text?.includes(wordsOf(subject, nth))))
      .map((nth) => `revision ${nth} is lost`),
    ...all
      .filter(
        (nth) =>
          unexcused(
            here,
            replies.filter((one) => one.text?.includes(wordsOf(subject, nth))),
          ).length > 0,
      )
      .map((nth) => `revision ${nth} is told twice without need`),
    ...(inOrder(replies, subject, all) ? [] : ["told out of order"]),
    ...(as === "card" && replies.length > 0 ? ["a reply where only a card was asked for"] : []),
  ];
}

/** Of posts that say the same, those after which the bot knew that they were taken: the next one had no excuse. */
function unexcused(here: readonly Recorded[], same: readonly Recorded[]): readonly Recorded[] {
  return same
    .slice(0, -1)
    .filter((one) => one.answered && here[here.indexOf(one) + 1]?.what !== "killed");
}

function inOrder(replies: readonly Recorded[], subject: number, all: readonly number[]): boolean {
  const first = all
    .map((nth) => replies.findIndex((one) => one.text?.includes(wordsOf(subject, nth))))
    .filter((at) => at !== -1);
  const withinOne = replies.every(({ text = "" }) =>
    sorted(all.map((nth) => text.indexOf(wordsOf(subject, nth))).filter((at) => at !== -1)),
  );
  return withinOne && sorted(first);
}

const sorted = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
