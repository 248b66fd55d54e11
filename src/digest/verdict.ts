import { countOf, toneOfReadiness } from "../core/assessment.ts";
import type { Tone } from "../core/message.ts";
import { sayCount, sayList } from "../core/say.ts";
import { isWaiting } from "./facts.ts";
import { risingIn } from "./log-section.ts";
import { loginsOf, ownSection } from "./own-sections.ts";
import type { View } from "./view.ts";
import { incidentsOf, isKnown } from "./world-sections.ts";

export interface Verdict {
  readonly words: string;
  readonly tone: Tone;
}

/** Some of what stands in the way, as part of a sentence. */
interface Obstacle {
  readonly count: number;
  readonly words: string;
  /** Users or security suffer now. */
  readonly grave: boolean;
}

/** One sentence over all tenants, which suffices alone. */
export function verdictOf(view: View): Verdict {
  const obstacles = obstaclesOf(view);
  const doubts = doubtsOf(view);
  if (obstacles.length === 0) return clear(view, doubts);
  const count = obstacles.reduce((sum, one) => sum + one.count, 0);
  const grave = obstacles.some((one) => one.grave);
  const said = sayList(obstacles.map(({ words }) => words));
  const ready = grave ? "not ready" : almost(count, doubts);
  const also = doubts.length > 0 ? ` Also, ${sayList(doubts)}.` : "";
  return { words: `Weekly digest – ${ready}: ${said}.${also}`, tone: grave ? "bad" : "warning" };
}

/** "Ready but for" says that all else is well: only where nothing is left in doubt. */
function almost(count: number, doubts: readonly string[]): string {
  return doubts.length > 0 ? "could be readier" : `ready but for ${sayCount(count, "thing")}`;
}

/** Nothing is known to be wrong; but what is not known is not well. */
function clear({ tenants }: View, doubts: readonly string[]): Verdict {
  if (doubts.length > 0) {
    const words = `Weekly digest – nothing is known to be wrong, but ${sayList(doubts)}.`;
    return { words, tone: "warning" };
  }
  const names = sayList(tenants.map(({ name }) => name));
  const ready = names ? `${names} ${tenants.length === 1 ? "is" : "are"} ready, and ` : "";
  return { words: `Weekly digest – all is well: ${ready}nothing waits for anybody.`, tone: "good" };
}

function obstaclesOf(view: View): readonly Obstacle[] {
  return [
    ...failing(view),
    ...incidents(view),
    ...bulletins(view),
    ...logins(view),
    ...rising(view),
    ...own(view),
  ];
}

function failing({ assessments }: View): readonly Obstacle[] {
  return assessments.flatMap((one) => {
    const count = countOf(one, "fail");
    if (count === 0) return [];
    const words = `${sayCount(count, "check fails", "checks fail")} on ${one.tenant}`;
    return [{ count, words, grave: toneOfReadiness(one) === "bad" }];
  });
}

function incidents(view: View): readonly Obstacle[] {
  const count = incidentsOf(view).filter(({ course }) => course.stands === "trouble").length;
  if (count === 0) return [];
  return [{ count, words: sayCount(count, "incident is open", "incidents are open"), grave: true }];
}

function bulletins(view: View): readonly Obstacle[] {
  const count = view.bulletins.filter(isWaiting).length;
  if (count === 0) return [];
  const words = sayCount(count, "security bulletin waits", "security bulletins wait");
  return [{ count, words, grave: false }];
}

function logins(view: View): readonly Obstacle[] {
  const count = loginsOf(view).filter(({ broken }) => broken).length;
  if (count === 0) return [];
  const words = sayCount(count, "synthetic login does not work", "synthetic logins do not work");
  return [{ count, words, grave: true }];
}

function rising(view: View): readonly Obstacle[] {
  const count = risingIn(view);
  if (count === 0) return [];
  const words = sayCount(count, "kind of failure is up", "kinds of failures are up");
  return [{ count, words, grave: false }];
}

/** What could not be looked at is told as a doubt. */
function own(view: View): readonly Obstacle[] {
  const wrong = ownSection({ ...view, gaps: [] }).items.length > 0;
  return wrong ? [{ count: 1, words: "Watchpost itself needs attention", grave: false }] : [];
}

/** What is not known, each as part of a sentence. */
function doubtsOf(view: View): readonly string[] {
  const unknown = view.assessments.reduce((sum, one) => sum + countOf(one, "unknown"), 0);
  const { length: gaps } = view.gaps;
  const { length: untried } = loginsOf(view).filter((each) => each.untried);
  return [
    ...(unknown > 0 ? [sayCount(unknown, "check is unknown", "checks are unknown")] : []),
    ...(untried > 0
      ? [sayCount(untried, "synthetic login was not tried", "synthetic logins were not tried")]
      : []),
    ...(gaps > 0
      ? [sayCount(gaps, "part could not be looked at", "parts could not be looked at")]
      : []),
    ...(isKnown(view, "status") ? [] : ["Auth0's status was not read"]),
    ...(isKnown(view, "advisories") === false ? ["security advisories were not read"] : []),
  ];
}
