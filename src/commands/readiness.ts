import { arg, keyed, optional } from "../core/args.ts";
import { checkNamed, inOrder, sayReadiness, toneOfReadiness } from "../core/assessment.ts";
import type { Assessment } from "../core/check.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { actions, list, type Message, type Text, type Tone, text } from "../core/message.ts";
import { type Page, pageArg, pageOf } from "../core/page.ts";
import { tenantNamed } from "../core/wish.ts";
import { showCheck } from "./readiness-check.ts";
import { digestOffer, showAssessment } from "./readiness-view.ts";

const pageSize = 10;
/** Buttons that lead to a tenant: with those beside them as many as every platform shows. */
const mostButtons = 3;
/** Tenants whose verdicts the notification says whole. */
const mostSaid = 2;
const mostFailing = 5;

export const readiness = defineCommand({
  name: "readiness",
  summary: "Hold the tenant against what running Auth0 well asks, now",
  verb: "Check readiness",
  examples: ["readiness", "readiness prod", "readiness prod check:no-local-addresses"],
  access: "viewer",
  audience: "asker",
  args: {
    tenant: optional(arg.word("a tenant's name", "prod")),
    check: optional(keyed(arg.word("one check, to see all that it found", "no-rules"))),
    page: pageArg,
  },
  async run({ tenant, check: written, page }, context) {
    const { checks, assess } = context.readiness;
    const check = written === undefined ? undefined : checkNamed(written, checks);
    const names = tenant ? [tenantNamed(tenant, context)] : context.tenants.map(({ name }) => name);
    if (names.length === 0) throw new UserError("No tenant is set up, so none can be checked.");
    if (check && names.length > 1) {
      throw new UserError(
        `Say which tenant, one of ${names.join(", ")}, like "readiness ${names[0]} check:${check.id}".`,
      );
    }
    const assessments = await Promise.all(names.map((name) => assess(name)));
    const [assessment] = assessments;
    if (!assessment || assessments.length > 1) return overview(assessments, page, context);
    return check
      ? showCheck({ assessment, check, page }, context)
      : showAssessment(assessment, context);
  },
});

const tones: readonly Tone[] = ["bad", "warning", "good"];
const rank = (assessment: Assessment) => tones.indexOf(toneOfReadiness(assessment));

/** Several tenants: a verdict for each, the worst first. */
function overview(
  assessments: readonly Assessment[],
  page: number | undefined,
  context: CommandContext,
): Message {
  const all = assessments.toSorted((a, b) => rank(a) - rank(b));
  const shown = pageOf(all, { page, size: pageSize, command: "readiness" });
  const verdict = sayAll(all);
  return {
    summary: verdict,
    tone: tones[Math.min(...all.map(rank))] ?? "warning",
    blocks: [
      text([{ bold: verdict }]),
      list(shown.shown.map(describe)),
      actions(...lookUps(shown), ...shown.more, ...digestOffer(context)),
    ],
  };
}

function sayAll(all: readonly Assessment[]): string {
  if (all.length <= mostSaid) return all.map(sayReadiness).join(" ");
  const bad = all.filter((assessment) => toneOfReadiness(assessment) === "bad").length;
  const clear = all.filter((assessment) => toneOfReadiness(assessment) === "good").length;
  const rest = all.length - bad - clear;
  const words = [
    ...(bad > 0 ? [`${bad} not ready`] : []),
    ...(rest > 0 ? [`${rest} with something to put right or to find out`] : []),
    ...(clear > 0 ? [`${clear} ready`] : []),
  ];
  return `Of ${all.length} tenants: ${words.join(", ")}.`;
}

function describe(assessment: Assessment): Text {
  const failing = inOrder(assessment.results)
    .filter(({ verdict }) => verdict === "fail")
    .map(({ check }) => check);
  const more = failing.length - mostFailing;
  const named = [...failing.slice(0, mostFailing), ...(more > 0 ? [`${more} more`] : [])];
  const words = named.length > 0 ? ` Failing: ${named.join(", ")}.` : "";
  return [{ bold: sayReadiness(assessment) }, words];
}

const lookUps = ({ shown }: Page<Assessment>) =>
  shown.slice(0, mostButtons).map(({ tenant }) => ({ label: tenant, line: `readiness ${tenant}` }));
