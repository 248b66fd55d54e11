import type { CommandContext } from "../core/command.ts";
import { pastMattersOf } from "../core/failure-matters.ts";
import { sayMadeOf, sayPart, type Worded } from "../core/failure-words.ts";
import type { Failures } from "../core/failures.ts";
import type { Tone } from "../core/message.ts";
import {
  sayCount,
  sayDate,
  sayHour,
  sayHourMinute,
  sayList,
  sayNumber,
  sayTime,
} from "../core/say.ts";
import { mostByChance, sayTimes, sayUsual, type Usual } from "../core/usual.ts";
import type { Looked } from "./errors-looked.ts";

/** Everything an answer is made from. */
export interface Shown {
  readonly failures: Failures;
  readonly looked: readonly Looked[];
  readonly worded: Worded;
  /** "in the last 24 h" */
  readonly when: string;
  /** " (type:failed-logins)": what was asked for beside the time. */
  readonly what: string;
  /** The time asked about is over: it is told of as what was. */
  readonly over: boolean;
}

export interface Verdict {
  readonly first: string;
  readonly rest: readonly string[];
  readonly tone: Tone;
}

/** What stands first suffices alone. */
export function verdictOf(shown: Shown, context: CommandContext): Verdict {
  const { failures, looked } = shown;
  const fresh = failures.fresh ?? [];
  const anew = fresh.length > 0 ? [sayFresh(fresh.length)] : [];
  const [worst, ...others] = looked;
  if (!worst) {
    const first = (shown.over && ended(shown, context)) || calm(shown);
    return { ...first, rest: [...anew, ...sayUncertain(failures)] };
  }
  const also = others.map(({ matter }) => lower(sayPart(matter, shown.worded)));
  return {
    first: `${sayRise(worst, shown, context)}.`,
    rest: [...(also.length > 0 ? [`Also more than usual: ${sayList(also)}.`] : []), ...anew],
    tone: worst.matter.family === "silent" ? "warning" : "bad",
  };
}

const lower = (words: string): string => `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;

function sayFresh(count: number): string {
  const kinds = sayCount(count, "kind was", "kinds were");
  return `${kinds} never seen before.`;
}

/** Of a time that is over, what rose and fell within it is what was the matter then. */
function ended(
  { failures, worded }: Shown,
  context: CommandContext,
): Pick<Verdict, "first" | "tone"> | undefined {
  const [past] = pastMattersOf(failures);
  if (!past) return undefined;
  const { run, ...part } = past;
  const times = [run.from, run.to].map((at) => sayClock(at, context));
  const first = `${sayPart(part, worded)} were ${sayTimes(run.count, run.usual)} from ${times.join(" to ")}.`;
  return { first, tone: "warning" };
}

function calm(shown: Shown): Pick<Verdict, "first" | "tone"> {
  const { failures, when, what } = shown;
  const { total, earlier, basis } = failures;
  const fresh = (failures.fresh ?? []).length > 0;
  const unseen = basis.from === "sample" && basis.unseen.length > 0;
  if (total.count === 0 && unseen) {
    return { first: `It is not known whether anything failed ${when}${what}.`, tone: "warning" };
  }
  if (total.count === 0) return none(shown);
  const count = `${sayCount(total.count, "failure")}${what} ${when}`;
  if (!(earlier && total.usual)) return { first: `${count}.`, tone: fresh ? "warning" : "neutral" };
  return beside(shown, { count, usual: total.usual, fresh });
}

/** More than the middle may still be usual: what is said is why it is. */
function beside(
  { failures }: Shown,
  { count, usual, fresh }: { count: string; usual: Usual; fresh: boolean },
): Pick<Verdict, "first" | "tone"> {
  const { total } = failures;
  const most = mostByChance(usual);
  const tone = fresh ? "warning" : "good";
  if (total.count <= Math.round(usual.median)) {
    return { first: `Nothing fails more than usual: ${count}, ${sayUsual(usual)}.`, tone };
  }
  if (total.count <= most) {
    const than = `${sayUsual(usual)}, and up to ${sayNumber(most)} may be chance`;
    return { first: `Nothing fails clearly more than usual: ${count}; ${than}.`, tone };
  }
  if (pastMattersOf(failures).length > 0) {
    return { first: `Nothing fails more than usual any more: ${count}, ${sayUsual(usual)}.`, tone };
  }
  const together = "No kind of failure is more than usual by itself, but all together are";
  return { first: `${together}: ${count}, ${sayUsual(usual)}.`, tone: "warning" };
}

/** Where something always failed, silence is no health. */
function none({
  failures: { total, earlier },
  when,
  what,
}: Shown): Pick<Verdict, "first" | "tone"> {
  const usual = earlier ? total.usual : undefined;
  const first = `No failure${what} ${when}`;
  if (!usual) return { first: `${first}.`, tone: "neutral" };
  if (usual.median < suspicious) return { first: `${first}, ${sayUsual(usual)}.`, tone: "good" };
  const look = "look with doctor whether events still come in";
  return { first: `${first}, although ${sayUsual(usual)}: ${look}.`, tone: "warning" };
}

/** So many cannot all have stopped by chance. */
const suspicious = 20;

function sayUncertain({ earlier, total }: Failures): readonly string[] {
  if (earlier || total.count === 0) return [];
  return ["There is too little history to know what is usual."];
}

/** "Failed logins are 6 times the usual since 13:40: mostly wrong password on Username-Password-Authentication" */
function sayRise(
  { matter, since, mainly }: Looked,
  { over, worded }: Shown,
  context: CommandContext,
): string {
  const made = [sayMadeOf(matter, worded), ...(mainly ? [mainly] : [])].filter(Boolean).join(" ");
  const at = since && sayClock(since, context);
  const from = at ? (over ? ` from ${at} on` : ` since ${at}`) : "";
  const rate = `${over ? "were" : "are"} ${sayTimes(matter.count, matter.usual)}`;
  return `${sayPart(matter, worded)} ${rate}${from}${made ? `: ${made}` : ""}`;
}

/** "13:40" of today, else with its day; with its zone before everybody, whose clocks may differ. */
export function sayClock(
  at: Date,
  { now, zone, audience }: Pick<CommandContext, "now" | "zone" | "audience">,
): string {
  if (sayDate(at, zone) !== sayDate(now, zone)) return sayTime(at, zone);
  if (audience === "all") return sayHour(at, zone);
  return sayHourMinute(at, zone);
}
