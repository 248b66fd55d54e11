import type { KnownKind } from "../core/archive.ts";
import type { CommandContext } from "../core/command.ts";
import { sayLine } from "../core/command.ts";
import { sayAge } from "../core/duration.ts";
import { pastMattersOf } from "../core/failure-matters.ts";
import { adviceOn, sayKind, sayPart, type Worded } from "../core/failure-words.ts";
import type { Failures } from "../core/failures.ts";
import { heardOf, holesIn } from "../core/history.ts";
import { quoted } from "../core/line.ts";
import type { LogAsked } from "../core/log-args.ts";
import { lineOf } from "../core/log-asked.ts";
import type { Viewer } from "../core/log-words.ts";
import {
  type Action,
  actions,
  type Block,
  heading,
  list,
  type Message,
  note,
  numbered,
  type Text,
  text,
} from "../core/message.ts";
import { sayCount, sayNumber } from "../core/say.ts";
import { sayTimes, sayUsual } from "../core/usual.ts";
import { chartOf } from "./errors-chart.ts";
import type { Looked } from "./errors-looked.ts";
import { type Shown, sayClock, verdictOf } from "./errors-verdict.ts";
import { eventLineFor } from "./logs-lines.ts";

const mostKinds = 8;
const mostMatters = 5;
const mostFresh = 5;

export interface Given {
  readonly shown: Shown;
  readonly tenant: string;
  readonly asked: LogAsked;
  readonly viewer: Viewer;
}

export function sayErrors(given: Given, context: CommandContext): Message {
  const { shown } = given;
  const { failures, looked } = shown;
  const verdict = verdictOf(shown, context);
  return {
    summary: [verdict.first, ...verdict.rest].join(" "),
    tone: verdict.tone,
    blocks: [
      text([{ bold: verdict.first }, ...verdict.rest.map((sentence) => ` ${sentence}`)]),
      ...moreThanUsual(shown, context),
      ...todo(looked),
      ...firstSeen(given, context),
      ...backToNormal(shown),
      ...chartOf(failures, context),
      ...byKind(shown),
      ...smallPrint(given, context),
      ...onward(given, context),
    ],
  };
}

function moreThanUsual({ looked, worded }: Shown, context: CommandContext): readonly Block[] {
  if (looked.length === 0) return [];
  return [
    heading("More than usual"),
    list(looked.slice(0, mostMatters).map((one) => sayLooked(one, worded, context))),
  ];
}

/** About what matters most; the rest is a press of a button away. */
function todo([worst]: readonly Looked[]): readonly Block[] {
  const kind = worst?.matter.kinds[0]?.kind;
  const advice = kind && adviceOn(kind);
  return advice ? [text([{ bold: "What to do: " }, advice])] : [];
}

function sayLooked(
  { matter, since, where, events, all }: Looked,
  worded: Worded,
  context: CommandContext,
): Text {
  const { count, usual, kinds } = matter;
  const made = kinds
    .slice(0, 3)
    .map((one) => `${sayKind(one.kind, worded)} ${sayNumber(one.count)}`);
  const more = kinds.length - made.length;
  const parts = more > 0 ? [...made, sayCount(more, "more kind")] : made;
  const basis = all ? "" : ` (the newest ${events} looked at)`;
  return [
    { bold: `${sayPart(matter, worded)}: ${sayNumber(count)}` },
    since ? ` since ${sayClock(since, context)}` : "",
    usual.median >= 1
      ? `, ${sayTimes(count, usual)} of ${sayNumber(Math.round(usual.median))}`
      : `, ${sayUsual(usual)}`,
    matter.kind || kinds.length < 2 ? "." : `. ${parts.join(", ")}.`,
    where ? ` Where: ${where}${basis}.` : "",
  ].filter((span) => span !== "");
}

function firstSeen(
  { shown: { failures, worded }, tenant, viewer }: Given,
  { tenants }: CommandContext,
): readonly Block[] {
  const fresh = failures.fresh ?? [];
  if (fresh.length === 0) return [];
  const told = fresh.slice(0, mostFresh);
  const more = fresh.length - told.length;
  const items = told.map(
    (one): Text => [
      { bold: sayKind(one, worded) },
      `: ${sayCount(one.count, "time")} since `,
      { time: one.first },
    ],
  );
  const lineOf = exampleLine(tenants.length > 1 ? tenant : undefined, viewer);
  const examples = told.flatMap((one, index) => {
    const line = lineOf(one);
    return line ? [{ label: told.length > 1 ? `Example ${index + 1}` : "Example", line }] : [];
  });
  return [
    heading("Never seen before"),
    told.length > 1 ? numbered(1, items) : list(items),
    ...(more > 0 ? [note(`and ${sayCount(more, "more kind")}`)] : []),
    ...(examples.length > 0 ? [actions(...examples)] : []),
  ];
}

function backToNormal({ failures, worded }: Shown): readonly Block[] {
  const past = pastMattersOf(failures);
  if (past.length === 0) return [];
  return [
    heading("Back to normal"),
    list(
      past
        .slice(0, mostMatters)
        .map(
          ({ run, ...part }): Text => [
            { bold: sayPart(part, worded) },
            `: ${sayNumber(run.count)} from `,
            { time: run.from },
            " to ",
            { time: run.to },
            `, ${sayUsual(run.usual)}`,
          ],
        ),
    ),
  ];
}

function byKind({ failures: { kinds }, worded }: Shown): readonly Block[] {
  if (kinds.length === 0) return [];
  const more = kinds.length - mostKinds;
  return [
    heading("By kind"),
    list(
      kinds
        .slice(0, mostKinds)
        .map(
          ({ kind, hourly: { count, usual } }) =>
            `${sayKind(kind, worded)}: ${sayNumber(count)}${usual ? `, ${sayUsual(usual)}` : ""}`,
        ),
    ),
    ...(more > 0 ? [note(`and ${sayCount(more, "more kind")}`)] : []),
  ];
}

function smallPrint(
  { shown: { failures }, tenant }: Given,
  context: CommandContext,
): readonly Block[] {
  return [note([`Tenant ${tenant}. `, ...sayBasis(failures, context)].join(""))];
}

function sayBasis(failures: Failures, context: CommandContext): readonly string[] {
  const { basis, stretch, earlier } = failures;
  if (basis.from === "sample") {
    const seen = `${sayCount(basis.events, "event")} looked through one by one, so far only since ${sayClock(stretch.from, context)}.`;
    return [seen, ...basis.unseen.map(({ why }) => ` Not looked at: ${why}.`)];
  }
  const heard = heardOf(basis.coverage);
  const holes = holesIn(stretch, basis.coverage);
  return [
    `Counted in Watchpost's own archive since ${sayClock(stretch.from, context)}`,
    heard ? `, which last heard of the tenant ${sayAge(heard, context.now)}.` : ".",
    earlier ? ` ${sayEarlier(earlier)}` : "",
    ...holes.map(({ why }) => ` Events may be missing: ${why}.`),
  ];
}

function sayEarlier({ rhythm, stretches }: NonNullable<Failures["earlier"]>): string {
  const of = stretches.length;
  return rhythm === "weeks"
    ? `Usual is the middle of the same hours of the last ${of} weeks.`
    : `Usual is the middle of the same hours of the last ${of} days: there is not more history yet.`;
}

function onward(
  { shown: { failures, looked }, tenant, asked, viewer }: Given,
  context: CommandContext,
): readonly Block[] {
  const named = context.tenants.length > 1 ? tenant : undefined;
  const [worst] = looked;
  const codes = worst
    ? [...new Set(worst.matter.kinds.map(({ kind }) => kind.type))]
    : [...new Set(failures.kinds.slice(0, 3).map(({ kind }) => kind.type))];
  if (codes.length === 0) return [];
  const { type: _, since, until, on, during, ...filters } = asked;
  const kept = { ...(viewer.masked ? {} : filters), since, until, on, during };
  const all: readonly Action[] = [
    {
      label: "Events",
      line: lineOf("logs", kept, { type: codes.slice(0, 6).join(","), tenant: named }),
    },
    ...(worst?.user
      ? [{ label: "This user", line: sayLine(`user ${quoted(worst.user)}`, { tenant: named }) }]
      : []),
    { label: "Explain", line: `explain ${codes.slice(0, 4).join(" ")}` },
  ];
  return [actions(...all)];
}

/** The line that shows one of a new kind; undefined before everybody. */
const exampleLine =
  (tenant: string | undefined, viewer: Viewer) =>
  ({ example }: KnownKind): string | undefined =>
    viewer.masked ? undefined : eventLineFor(example, tenant, viewer);
