import { advisoriesTarget, nothingCompared, severities } from "../core/advisory.ts";
import { arg, optional } from "../core/args.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { sayReads, targetsOf } from "../core/freshness.ts";
import {
  type Action,
  actions,
  list,
  note,
  type Span,
  type Text,
  type Tone,
  text,
} from "../core/message.ts";
import { pageArg, pageOf } from "../core/page.ts";
import { sayCount } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import { sourceNamed } from "../core/wish.ts";
import { type Bulletin, bulletinsOf, sayAffected, sayLine } from "./bulletin-desk.ts";

const pageSize = 10;
/** What is behind us longer than this is shown by `all` only. */
const usualDays = 30;
/** Buttons that lead to one of them. */
const mostButtons = 3;

export const bulletins = defineCommand({
  name: "bulletins",
  summary: "List security bulletins: what is open, what affects us, who has it",
  verb: "Show bulletins",
  examples: ["bulletins", "bulletins open", "bulletins all page:2"],
  access: "viewer",
  audience: "asker",
  args: {
    which: optional(arg.choice("which of them", ["open", "all"])),
    page: pageArg,
  },
  async run({ which, page }, context) {
    const source = sourceNamed(advisoriesTarget.source, context);
    const all = await bulletinsOf(context);
    const wanted = all.filter((bulletin) => isWanted(bulletin, which, context.now));
    const shown = pageOf(wanted, { page, size: pageSize, command: "bulletins", values: { which } });
    const targets = (await targetsOf(context)).filter((target) => target.source === source.id);
    const reads = sayReads(targets, source, context.now);
    const warnings = [...reads.warnings, ...targets.flatMap(uncompared)];
    const blind = warnings.length > 0;
    const verdict = sayVerdict(all, blind);
    const buttons = [...openers(shown.shown), ...shown.more];
    return {
      summary: [...warnings.slice(0, 1), verdict].join(" "),
      tone: toneOf(all, blind),
      blocks: [
        ...warnings.map((words) => text([{ bold: words }])),
        text([{ bold: verdict }]),
        ...(wanted.length > 0
          ? [list(shown.shown.map((bulletin) => describe(bulletin, context)))]
          : []),
        ...(shown.words ? [note(`Shown: ${shown.words}.`)] : []),
        note(smallPrint(reads.note, which)),
        ...(buttons.length > 0 ? [actions(...buttons)] : []),
      ],
    };
  },
});

/** That nothing is found where nothing was compared says nothing. */
const uncompared = ({ title }: TargetState): readonly string[] =>
  title === nothingCompared
    ? [
        "Nothing of ours is compared: the settings name no packages, lockfiles or SBOMs under sources.advisories.",
      ]
    : [];

function isWanted(
  { stands, last, subject }: Bulletin,
  which: "open" | "all" | undefined,
  now: Date,
): boolean {
  if (which === "all" || stands === "open" || stands === "back") return true;
  if (which === "open" || stands === "notice") return false;
  const at = last?.at ?? subject.changedAt;
  return at.getTime() > now.getTime() - usualDays * DAY;
}

const needsWork = ({ stands }: Bulletin) => stands === "open" || stands === "back";

/** "2 security bulletins are open, 1 of them critical; nobody has taken up 1 yet." */
function sayVerdict(all: readonly Bulletin[], blind: boolean): string {
  const open = all.filter(needsWork);
  if (open.length === 0) {
    return blind ? "No security bulletin is known to be open." : "No security bulletin is open.";
  }
  const untouched = open.filter(({ last }) => !last || last.state === "open").length;
  const back = open.filter(({ stands }) => stands === "back").length;
  const parts = [
    `${sayCount(open.length, "security bulletin is", "security bulletins are")} open${sayWorst(open)}`,
    ...(untouched > 0 ? [`nobody has taken ${which(untouched, open.length)} up yet`] : []),
    ...(back > 0 ? [`${back} marked as done still ${back === 1 ? "affects" : "affect"} us`] : []),
  ];
  return `${parts.join("; ")}.`;
}

function which(some: number, all: number): string {
  if (all === 1) return "it";
  return some === all ? "any of them" : `${some} of them`;
}

/** Only what is bad is worth its words. */
function sayWorst(open: readonly Bulletin[]): string {
  const worst = severities.find((level) => open.some(({ severity }) => severity === level));
  if (worst !== "critical" && worst !== "high") return "";
  const bad = open.filter(({ severity }) => severity === worst).length;
  return open.length === 1 ? `, and it is ${worst}` : `, ${bad} of them ${worst}`;
}

function toneOf(all: readonly Bulletin[], blind: boolean): Tone {
  const open = all.filter(needsWork);
  const bad = open.some(({ severity }) => severity === "critical" || severity === "high");
  if (bad) return "bad";
  return open.length > 0 || blind ? "warning" : "good";
}

function describe(bulletin: Bulletin, { now }: CommandContext): Text {
  const { subject, severity, last, stands } = bulletin;
  const title = excerpt(oneLine(subject.title), 150) || subject.id;
  const affected = sayAffected(bulletin);
  return [
    { bold: headOf(bulletin) },
    " ",
    subject.url ? { link: title, url: subject.url } : title,
    ...(title.includes(subject.id) || !isTypable(subject.id)
      ? []
      : [" (", { code: subject.id }, ")"]),
    ...(severity && !title.includes(`(${severity})`) ? [` – ${severity}`] : []),
    ...(affected ? [` – ours: ${affected}`] : []),
    ...(stands === "open" ? [" – since ", { time: subject.firstSeenAt }] : []),
    ...said(bulletin, now),
    ...(last?.note ? [` ("${excerpt(oneLine(last.note), 120)}")`] : []),
  ];
}

/** A feed's own ids may be addresses. */
const isTypable = (id: string): boolean => /^[\w.:-]{1,60}$/.test(id);

function said(bulletin: Bulletin, now: Date): readonly Span[] {
  const { last, stands } = bulletin;
  if (stands === "back" && last) {
    const still = sayAffected(bulletin) || "a package of ours";
    return [" – ", { bold: `${sayLine(last, now)}, but ${still} is still there` }];
  }
  if (last) return [` – ${sayLine(last, now)}`];
  return stands === "open" ? [" – nobody has taken it up yet"] : [];
}

const heads = {
  back: "Still affected",
  handled: "Handled",
  over: "Resolved",
  notice: "Notice",
} as const;

function headOf({ stands, last }: Bulletin): string {
  if (stands !== "open") return heads[stands];
  if (last?.state === "owned") return "Owned";
  return last?.state === "acknowledged" ? "Acknowledged" : "Open";
}

function openers(shown: readonly Bulletin[]): readonly Action[] {
  return shown
    .filter(needsWork)
    .slice(0, mostButtons)
    .map(({ subject: { id } }) => ({ label: excerpt(id, 40), line: `bulletin ${id}` }));
}

function smallPrint(reads: string, which: "open" | "all" | undefined): string {
  return [
    "Compared are the packages, lockfiles and SBOMs that the settings name.",
    ...(which === "all" ? [] : ['Say "bulletins all" for everything known, notices too.']),
    ...(reads ? [`${reads}.`] : []),
  ].join(" ");
}
