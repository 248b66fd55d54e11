import { type CommandContext, defineCommand } from "../core/command.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import {
  type Block,
  heading,
  list,
  note,
  type Span,
  spansOf,
  type Text,
  type Tone,
  text,
} from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { accessFindings } from "./doctor-access.ts";
import { trail } from "./doctor-audit.ts";
import { held, waiting } from "./doctor-deliveries.ts";
import { digestsDue } from "./doctor-digests.ts";
import type { Finding } from "./doctor-finding.ts";
import { loginRuns } from "./doctor-logins.ts";
import { keptLogs } from "./doctor-logs.ts";
import { reads, skew } from "./doctor-reads.ts";
import { streams } from "./doctor-streams.ts";
import { sayWithout, tenantsSeen } from "./doctor-tenants.ts";

/** Rows shown of each kind; the rest is counted. */
const most = 20;
export const doctor = defineCommand({
  name: "doctor",
  summary: "Examine the bot's own health, and say how to mend what is wrong",
  examples: ["doctor"],
  access: "viewer",
  audience: "asker",
  args: {},
  async run(_none, context) {
    const tenants = tenantsSeen(context);
    const probes = probed(context);
    const findings = (
      await Promise.all([
        probes,
        probes.then((said) => accessFindings(context, said)),
        reads(context),
        skew(context),
        tenants.then((seen) => seen.findings),
        keptLogs(context),
        loginRuns(context),
        streams(context),
        waiting(context),
        held(context),
        digestsDue(context),
        trail(context),
      ])
    ).flat();
    const { withoutCredentials } = await tenants;
    const bad = findings.filter(({ tone }) => tone === "bad");
    const warnings = findings.filter(({ tone }) => tone === "warning");
    const good = findings.filter(({ tone }) => tone === "good");
    const tone = worst(bad.length, warnings.length);
    const verdict = sayVerdict([...bad, ...warnings], good.length);
    return {
      summary: verdict,
      tone,
      blocks: [
        text([{ bold: verdict }]),
        ...troubles([...bad, ...warnings]),
        ...fine(good),
        ...(withoutCredentials.length > 0 ? [note(sayWithout(withoutCredentials))] : []),
      ],
    };
  },
});

function worst(bad: number, warnings: number): Tone {
  if (bad > 0) return "bad";
  return warnings > 0 ? "warning" : "good";
}

function sayVerdict(wrong: readonly Finding[], good: number): string {
  const [first] = wrong;
  if (!first) return `Watchpost is well: all ${sayCount(good, "check")} passed.`;
  return `${sayCount(wrong.length, "thing needs", "things need")} attention${wrong.length > 1 ? ", first" : ""}: ${first.subject}.`;
}

function troubles(wrong: readonly Finding[]): readonly Block[] {
  if (wrong.length === 0) return [];
  const more = wrong.length - most;
  return [
    list(
      wrong
        .slice(0, most)
        .map(({ subject, conversation, detail, fix }) => [
          conversation ? { conversation, name: conversation } : { bold: subject },
          ": ",
          ...(fix ? [...unended(detail), ". What to do: ", fix] : spansOf(detail)),
        ]),
    ),
    ...(more > 0 ? [note(`and ${more} more`)] : []),
  ];
}

/** Without its full stop: a reason may come as a sentence or as a part of one. */
function unended(detail: Text): readonly Span[] {
  const spans = spansOf(detail);
  const last = spans.at(-1);
  return typeof last === "string" ? [...spans.slice(0, -1), last.replace(/[.\s]+$/u, "")] : spans;
}

function fine(good: readonly Finding[]): readonly Block[] {
  if (good.length === 0) return [];
  const more = good.length - most;
  return [
    heading("In order"),
    list(
      good
        .slice(0, most)
        .map(({ subject, detail }) => [{ bold: subject }, ": ", ...spansOf(detail)]),
    ),
    ...(more > 0 ? [note(`and ${more} more`)] : []),
  ];
}

async function probed({ probe }: CommandContext): Promise<readonly Finding[]> {
  return (await probe()).map(({ subject, ok, mild, detail, fix }) => ({
    tone: ok ? "good" : mild ? "warning" : "bad",
    subject: oneLine(subject),
    detail: excerpt(oneLine(detail), 300),
    ...(fix ? { fix: excerpt(oneLine(fix), 300) } : {}),
  }));
}
