import { allows } from "../core/access.ts";
import type { Assessment, Check, CheckResult, Verdict } from "../core/check.ts";
import { type CommandContext, sayLine } from "../core/command.ts";
import {
  type Action,
  actions,
  type Block,
  list,
  type Message,
  note,
  type Tone,
  text,
} from "../core/message.ts";
import { type Page, pageOf } from "../core/page.ts";
import { sayCount } from "../core/say.ts";
import { sayFinding, sayWaiver, waiveForm } from "./readiness-view.ts";

const pageSize = 10;

const severityMeans = {
  must: "It must hold: users or security suffer without it.",
  should: "It should hold: it is good practice.",
} as const;

/** One check of one tenant, with everything that it found. */
export function showCheck(
  given: { assessment: Assessment; check: Check; page: number | undefined },
  context: CommandContext,
): Message {
  const { assessment, check, page } = given;
  const { tenant } = assessment;
  const result = assessment.results.find((each) => each.check === check.id);
  if (!result) throw new Error(`the assessment of ${tenant} lacks ${check.id}`);
  const values = { check: check.id };
  const command = `readiness ${tenant}`;
  const findings = pageOf(result.findings, { page, size: pageSize, command, values });
  const verdict = sayVerdict(result, tenant);
  return {
    summary: verdict,
    tone: toneOf(result),
    blocks: [
      text([{ bold: verdict }]),
      text(`${check.title}. ${severityMeans[check.severity]}`),
      ...details(result, findings),
      ...buttons([
        ...findings.more,
        ...(result.verdict === "fail" ? waiveForm([result], tenant, context) : []),
        ...endOffer(result, context),
        { label: "All checks", line: command },
      ]),
    ],
  };
}

function details(
  { waiver, why }: CheckResult,
  { shown, words }: Page<CheckResult["findings"][number]>,
): readonly Block[] {
  return [
    ...(waiver ? [text(["Waived ", ...sayWaiver(waiver)])] : []),
    ...(shown.length > 0 ? [list(shown.map((finding) => sayFinding(finding)))] : []),
    ...(why ? [text(["Unknown: ", why])] : []),
    ...(words ? [note(`Shown: ${words}.`)] : []),
  ];
}

const sayVerdict = ({ check, verdict, findings }: CheckResult, tenant: string): string =>
  ({
    fail: `${tenant} fails ${check} with ${sayCount(findings.length, "finding")}.`,
    pass: `${tenant} passes ${check}.`,
    unknown: `Whether ${tenant} passes ${check} is unknown.`,
    waived: `${tenant} fails ${check} with ${sayCount(findings.length, "finding")}, which is waived.`,
  })[verdict];

const tones: Readonly<Record<Verdict, Tone>> = {
  fail: "bad",
  pass: "good",
  unknown: "warning",
  waived: "neutral",
};
const toneOf = ({ verdict, severity }: CheckResult): Tone =>
  verdict === "fail" && severity === "should" ? "warning" : tones[verdict];

function endOffer({ check, waiver }: CheckResult, context: CommandContext): readonly Action[] {
  const waive = context.commands.find(({ name }) => name === "waive");
  if (!(waiver && waive && allows(context.role, waive.access))) return [];
  const line = sayLine("waive", { check, until: "off", tenant: waiver.tenant });
  return [{ label: "End the waiver", line }];
}

const buttons = (offers: readonly Action[]): readonly Block[] => [actions(...offers)];
