import { sayPhase } from "../core/card.ts";
import type { CommandContext } from "../core/command.ts";
import type { Standing } from "../core/course.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { isReliable, sayFreshness } from "../core/freshness.ts";
import { type Block, heading, list, note, type Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { TargetState } from "../core/store.ts";
import { figureCharts, figureFixes, figureLines, sayFigures } from "./status-figures.ts";
import { loginLine, sayLogin } from "./status-login.ts";
import { most, type Open, sayNames, type View } from "./status-view.ts";

/** What stands so, under a heading; nothing where there is none. */
export function section(
  title: string,
  open: readonly Open[],
  kind: Standing,
  now: Date,
): readonly Block[] {
  const mine = open.filter(({ course }) => course.stands === kind);
  if (mine.length === 0) return [];
  const more = mine.length - most;
  return [
    heading(title),
    list(mine.slice(0, most).map((each) => describe(each, now))),
    ...(more > 0 ? [note(`and ${more} more`)] : []),
  ];
}

function describe({ subject, course }: Open, now: Date): Text {
  const title = excerpt(oneLine(subject.title), 150) || "Untitled";
  const { url, tenants, authenticationAffected } = subject;
  const far = sayDuration(course.began.getTime() - now.getTime());
  return [
    { bold: sayPhase(subject.phase) },
    " ",
    url ? { link: title, url } : title,
    course.stands === "ahead" ? " – begins " : " – since ",
    { time: course.began },
    course.began > now ? `, in ${far}` : `, ${far} ago`,
    ...(authenticationAffected ? ["; ", { bold: "logins are affected" }] : []),
    ...(tenants.length > 0 ? [` (${tenants.join(", ")})`] : []),
  ];
}

/** What we see of a tenant ourselves, each part with its age; of several, a line for each. */
export function parts(
  views: readonly View[],
  { now, zone }: Pick<CommandContext, "now" | "zone">,
): readonly Block[] {
  const [only] = views;
  if (views.length === 1 && only) return partsOf(only, { now, zone });
  const shown = views.slice(0, 2 * most).map((view) => lineOf(view, now));
  const more = views.length - shown.length;
  return [
    heading("Tenants"),
    list(shown),
    ...(more > 0 ? [note(`and ${sayCount(more, "more tenant")}; ask for one by name`)] : []),
  ];
}

function partsOf(
  { login, figures, open }: View,
  { now, zone }: Pick<CommandContext, "now" | "zone">,
): readonly Block[] {
  const lines = [
    ...(login ? loginLine(login, now) : []),
    ...(figures ? figureLines(figures, now) : []),
  ];
  if (lines.length === 0) return [];
  return [
    ...(open.length > 0 ? [heading("Logins and limits")] : []),
    list(lines),
    ...(figures ? [...figureFixes(figures), ...figureCharts(figures, { now, zone })] : []),
  ];
}

/** How fresh Auth0's own word is, and what is not set up. */
export function reads(views: readonly View[], now: Date): readonly Block[] {
  const [only] = views;
  if (views.length > 1 || !only) return hints(views.slice(0, most));
  const { name, target, freshness } = only;
  const words = sayFreshness(target, freshness, now);
  return [note([`${target?.title ?? name}: ${words}`, ...lastRead(target), "."]), ...hints([only])];
}

/** What would say more if it were set up: said small, since nothing is wrong. */
function hints(views: readonly View[]): readonly Block[] {
  const login = sayNames(views.filter(({ login }) => login?.state === "none"));
  const log = sayNames(
    views.filter(({ figures }) => figures?.failedLogins.missing?.reason === "not configured"),
  );
  const words =
    login === log
      ? [login && `a synthetic login (syntheticLogin) and ${readingLog} for ${login}`]
      : [
          login && `a synthetic login (syntheticLogin) for ${login}`,
          log && `${readingLog} for ${log}`,
        ];
  const said = words.filter(Boolean);
  return said.length > 0 ? [note(`Not set up: ${said.join("; ")}.`)] : [];
}

const readingLog = "reading the tenant's log (management)";

function lineOf(view: View, now: Date): Text {
  const { name, target, freshness, login, figures } = view;
  const parts = [
    sayState(view),
    ...(login ? sayLogin(login, now) : []),
    ...sayFigures(figures, now),
    sayFreshness(target, freshness, now),
  ];
  return [{ bold: name }, `: ${parts.join("; ")}`, ...lastRead(target)];
}

function lastRead(target: TargetState | undefined) {
  return target?.lastReadAt ? [" (", { time: target.lastReadAt }, ")"] : [];
}

/** In a word or two, for a list of tenants. */
export function sayState({ freshness, open, login }: View): string {
  if (!isReliable(freshness)) return "not known";
  const trouble = open.filter(({ course }) => course.stands === "trouble").length;
  if (trouble > 0) return sayCount(trouble, "open incident");
  if (open.some(({ course }) => course.stands === "work")) return "maintenance";
  return login?.state === "fails" ? "no incident" : "all clear";
}
