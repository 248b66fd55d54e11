import { changesSince, inOrder, sayChange } from "../core/assessment.ts";
import type { Assessment, CheckResult, Waiver } from "../core/check.ts";
import { DAY } from "../core/clock.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import type { Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { sayWhen } from "../core/weekly.ts";
import { type Section, sectionOf, type View, whose } from "./view.ts";

/** A waiver that ends sooner is said while there is time to act. */
const endsSoon = 14 * DAY;

interface Found {
  readonly tenant: string;
  readonly result: CheckResult;
}

/** How each tenant's checks came out against the digest before; none where there was none. */
export function changedChecks(view: View): readonly Text[] {
  return view.assessments.flatMap((now) => {
    const { worse, better, unknown } = changesSince(view.before.get(now.tenant), now);
    return [...worse, ...unknown, ...better].map(
      (change): Text => [whose(view, now.tenant), short(sayChange(change))],
    );
  });
}

/** What fails, musts first, then what could not be known. */
export function toPutRight(view: View): Section {
  const failing = view.assessments
    .flatMap(({ tenant, results }) => results.map((result) => ({ tenant, result })))
    .filter(({ result }) => result.verdict === "fail");
  const ordered = inOrder(failing.map(({ result }) => result)).flatMap((result) =>
    failing.filter((found) => found.result === result),
  );
  const items = ordered.flatMap((found) => findingsOf(found, view));
  return sectionOf("To put right", [
    ...items,
    ...view.assessments.flatMap((one) => unknownOf(one, view)),
  ]);
}

function findingsOf({ tenant, result }: Found, view: View): readonly Text[] {
  const [first] = result.findings;
  if (!first) return [[{ bold: `${whose(view, tenant)}${result.title}` }, ": does not hold."]];
  const more = result.findings.length - 1;
  const others = more > 0 ? `, and ${sayCount(more, "more like it", "more like it")}` : "";
  return [
    [
      { bold: `${whose(view, tenant)}${short(first.subject, 80)}` },
      ` ${short(first.problem).replace(/\.$/, "")}${others}. ${short(first.fix)}`,
    ],
  ];
}

/** One line for all of a tenant: they mostly have one reason. Where they have several, the commonest is told. */
function unknownOf({ tenant, results }: Assessment, view: View): readonly Text[] {
  const unknown = results.filter(({ verdict }) => verdict === "unknown");
  const reasons = unknown.map(({ why, title }) => why ?? title);
  const times = (reason: string) => reasons.filter((other) => other === reason).length;
  const [first] = reasons.toSorted((a, b) => times(b) - times(a));
  if (first === undefined) return [];
  const checks = sayCount(unknown.length, "check is unknown", "checks are unknown");
  const part = times(first) < unknown.length ? `, ${times(first)} of them for this reason` : "";
  return [[{ bold: `${whose(view, tenant)}${checks}` }, `${part}: ${short(first)}`]];
}

/** Waivers that hide a finding now and will not for long. */
export function endingWaivers(view: View): Section {
  const soon = view.waivers
    .filter(({ until }) => until > view.at && until.getTime() - view.at.getTime() <= endsSoon)
    .flatMap((waiver) => {
      const hidden = hiddenBy(waiver, view);
      return hidden ? [{ waiver, title: hidden.title }] : [];
    })
    .sort((a, b) => a.waiver.until.getTime() - b.waiver.until.getTime());
  return sectionOf(
    "Waivers that end soon",
    soon.map(({ waiver: { until, reason, tenant }, title }) => [
      { bold: sayWhen(until, view.zone) },
      `: ${tenant ? whose(view, tenant) : ""}${title}. Waived because: ${short(reason, 120)}`,
    ]),
  );
}

function hiddenBy({ check, tenant }: Waiver, view: View): CheckResult | undefined {
  return view.assessments
    .filter((one) => tenant === undefined || one.tenant === tenant)
    .flatMap(({ results }) => results)
    .find((result) => result.check === check && result.verdict === "waived");
}

export const short = (words: string, length = 160): string => excerpt(oneLine(words), length);
