import { allows } from "../core/access.ts";
import { inOrder, sayReadiness, toneOfReadiness } from "../core/assessment.ts";
import type { Assessment, CheckResult, Finding, Severity, Waiver } from "../core/check.ts";
import { type CommandContext, sayLine } from "../core/command.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { formAction } from "../core/form.ts";
import {
  type Action,
  actions,
  type Block,
  heading,
  list,
  type Message,
  note,
  type Span,
  type Text,
  text,
} from "../core/message.ts";
import { sayCount } from "../core/say.ts";

/** Findings of one check, so that a phone shows what else there is: fewer where many checks fail. */
const findingsShown = { few: 3, many: 1, manyChecks: 5 } as const;
/** Checks whose findings are shown at all, and reasons why others are unknown: what every platform shows uncut. */
const most = { failing: 10, reasons: 8 } as const;
/** Checks named one by one where the same keeps them unknown. */
const mostNamed = 3;

const headings: Readonly<Record<Severity, string>> = {
  must: "Must be put right",
  should: "Should be put right",
};

/** One tenant, whole: what fails first, then what is unknown and why, what is waived, and what passed. */
export function showAssessment(assessment: Assessment, context: CommandContext): Message {
  const results = inOrder(assessment.results);
  const of = (verdict: CheckResult["verdict"]) =>
    results.filter((result) => result.verdict === verdict);
  const failing = of("fail");
  const [shown, hidden] = [failing.slice(0, most.failing), failing.slice(most.failing)];
  const passed = of("pass").map(({ check }) => check);
  const verdict = sayReadiness(assessment);
  return {
    summary: verdict,
    tone: toneOfReadiness(assessment),
    blocks: [
      text([{ bold: verdict }, ` ${sayScore(passed.length, results.length)}`]),
      ...section("must", shown, assessment.tenant),
      ...section("should", shown, assessment.tenant),
      ...more(hidden, assessment.tenant),
      ...unknowns(of("unknown")),
      ...waived(of("waived")),
      ...(passed.length > 0 ? [note(`Passed: ${passed.join(", ")}.`)] : []),
      actions(...waiveForm(failing, assessment.tenant, context), ...digestOffer(context)),
    ].filter((block) => block.kind !== "actions" || block.actions.length > 0),
  };
}

const sayScore = (passed: number, all: number) => `Score: ${passed} of ${all}.`;

function section(
  severity: Severity,
  failing: readonly CheckResult[],
  tenant: string,
): readonly Block[] {
  const mine = failing.filter((result) => result.severity === severity);
  if (mine.length === 0) return [];
  const { few, many, manyChecks } = findingsShown;
  const each = failing.length > manyChecks ? many : few;
  return [
    heading(headings[severity]),
    list(mine.flatMap((result) => findingsOf(result, tenant, each))),
  ];
}

function more(hidden: readonly CheckResult[], tenant: string): readonly Block[] {
  const [first] = hidden;
  if (!first) return [];
  const names = hidden.map(({ check }) => check).join(", ");
  const line = sayLine(`readiness ${tenant}`, { check: first.check });
  return [text([`Failing too: ${names}. To see one, say `, { code: line }, "."])];
}

function findingsOf(result: CheckResult, tenant: string, each: number): readonly Text[] {
  const { check, findings } = result;
  const left = findings.length - each;
  const shown = findings.slice(0, each).map((finding) => sayFinding(finding, check));
  if (left <= 0) return shown;
  const line = sayLine(`readiness ${tenant}`, { check });
  return [...shown, [`and ${left} more of ${check}: say `, { code: line }]];
}

/** What is wrong on what, and what to do. Names come from the tenant: literal, on one line, within bounds. */
export function sayFinding({ subject, problem, fix }: Finding, check?: string): Text {
  const short = (words: string, length: number) => excerpt(oneLine(words), length);
  return [
    { bold: short(subject, 80) },
    ` ${short(problem, 250)}. ${short(fix, 250)}`,
    ...(check === undefined ? [] : [" (", { code: check }, ")"]),
  ];
}

/** One reason often keeps many checks away: it is said once. */
function unknowns(results: readonly CheckResult[]): readonly Block[] {
  if (results.length === 0) return [];
  const reasons = [...new Set(results.map(({ why = "" }) => why))];
  const items = reasons.slice(0, most.reasons).map((reason): Text => {
    const names = results.filter(({ why = "" }) => why === reason).map(({ check }) => check);
    const named = names.length > mostNamed ? sayCount(names.length, "check") : names.join(", ");
    return [{ bold: named }, `: ${excerpt(oneLine(reason), 300)}`];
  });
  const left = reasons.length - items.length;
  const others = left > 0 ? [`and ${sayCount(left, "more reason")}`] : [];
  return [heading("Unknown"), list([...items, ...others])];
}

function waived(results: readonly CheckResult[]): readonly Block[] {
  const items = results.flatMap(({ check, waiver }): readonly Text[] =>
    waiver ? [[{ bold: check }, " ", ...sayWaiver(waiver)]] : [],
  );
  return items.length > 0 ? [heading("Waived"), list(items)] : [];
}

/** "until 22 Dec by Ada: the new one comes in spring" */
export const sayWaiver = ({ until, by, reason }: Waiver): readonly Span[] => [
  "until ",
  { time: until },
  ` by ${excerpt(oneLine(by.name), 60)}: ${excerpt(oneLine(reason), 200)}`,
];

/** For admins alone, where something fails. */
export function waiveForm(
  failing: readonly CheckResult[],
  tenant: string,
  context: CommandContext,
): readonly Action[] {
  const ids = failing.map(({ check }) => check);
  const [check] = ids;
  if (check === undefined) return [];
  const values = { check, tenant };
  return formAction(context, { name: "waive", label: "Waive", values, choices: { check: ids } });
}

export function digestOffer({ commands, role }: CommandContext): readonly Action[] {
  const digest = commands.find(({ name }) => name === "digest");
  return digest && allows(role, digest.access) ? [{ label: "Digest", line: "digest" }] : [];
}
