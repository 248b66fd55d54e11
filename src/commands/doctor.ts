import { allows } from "../core/access.ts";
import { MINUTE, SECOND } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { freshnessOf, sayFreshness, targetsOf } from "../core/freshness.ts";
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
import type { Condition, TargetState } from "../core/store.ts";

/** Rows shown of each kind; the rest is counted. */
const most = 20;
/** Slack refuses requests that are five minutes off; warn well before. */
const skewLimit = 30 * SECOND;
/** Work that waits longer than this, though nothing is paused, is stuck. */
const waitLimit = 10 * MINUTE;

/** One thing about the bot's own health. `bad`: it does not work. `warning`: it may soon not. */
interface Finding {
  readonly tone: "good" | "warning" | "bad";
  readonly subject: string;
  readonly detail: Text;
  readonly fix?: string;
}

export const doctor = defineCommand({
  name: "doctor",
  summary: "Examine the bot's own health, and say how to mend what is wrong",
  examples: ["doctor"],
  access: "viewer",
  audience: "asker",
  args: {},
  async run(_none, context) {
    const findings = (
      await Promise.all([
        probed(context),
        reads(context),
        skew(context),
        waiting(context),
        held(context),
      ])
    ).flat();
    const bad = findings.filter(({ tone }) => tone === "bad");
    const warnings = findings.filter(({ tone }) => tone === "warning");
    const good = findings.filter(({ tone }) => tone === "good");
    const tone = worst(bad.length, warnings.length);
    const verdict = sayVerdict([...bad, ...warnings], good.length);
    return {
      summary: verdict,
      tone,
      blocks: [text([{ bold: verdict }]), ...troubles([...bad, ...warnings]), ...fine(good)],
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
  return `${sayCount(wrong.length, "thing needs", "things need")} attention, first: ${first.subject}.`;
}

function troubles(wrong: readonly Finding[]): readonly Block[] {
  if (wrong.length === 0) return [];
  const more = wrong.length - most;
  return [
    list(
      wrong
        .slice(0, most)
        .map(({ subject, detail, fix }) => [
          { bold: subject },
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
  return (await probe()).map(({ subject, ok, detail, fix }) => ({
    tone: ok ? "good" : "bad",
    subject: oneLine(subject),
    detail: excerpt(oneLine(detail), 300),
    ...(fix ? { fix: excerpt(oneLine(fix), 300) } : {}),
  }));
}

const tones = { never: "bad", stale: "bad", failing: "warning", fresh: "good" } as const;

/** When each source was read. A feed that only other conversations follow is theirs to know. */
async function reads(context: CommandContext): Promise<readonly Finding[]> {
  const { sources } = context;
  const targets = await targetsOf(context);
  const mine = await feedsHere(context);
  const read = targets.map((target) => readOf(target, context, mine));
  const unread = sources
    .filter(({ id, feedNamed }) => !feedNamed && !targets.some(({ source }) => source === id))
    .map(({ title }) => ({
      tone: "bad" as const,
      subject: title,
      detail: "has never been read",
      fix: "If Watchpost has just started, ask again in a minute; else look into its log.",
    }));
  return [...unread, ...read];
}

function readOf(
  target: TargetState,
  { sources, now, role }: CommandContext,
  mine: ReadonlySet<string>,
): Finding {
  const source = sources.find(({ id }) => id === target.source);
  const freshness = freshnessOf(target, source, now);
  const hidden = target.feed !== undefined && !mine.has(target.feed) && !allows(role, "operator");
  const subject = hidden ? "A feed that another conversation follows" : target.title;
  const { error: _private, ...anonymous } = target;
  const words = sayFreshness(hidden ? anonymous : target, freshness, now);
  if (freshness === "fresh") return { tone: tones[freshness], subject, detail: words };
  return { tone: tones[freshness], subject, detail: words, fix: fixOf(target) };
}

function fixOf({ feed, failures }: TargetState): string {
  if (failures === 0) {
    return "If Watchpost has just started, ask again in a minute; else look into its log.";
  }
  if (feed)
    return "Open the address in a browser; if it has moved, unsubscribe and subscribe anew.";
  return "If the other side answered with an error, it has to mend that; if it was not reached, look at this machine's proxy, firewall and name service. Watchpost goes on trying.";
}

async function feedsHere({ store, from }: CommandContext): Promise<ReadonlySet<string>> {
  const held = await store.subscriptions.list(from.conversation);
  return new Set(held.map(({ feed }) => feed));
}

/** Our clock against those of all targets: one of them may be wrong, most of them are not. */
async function skew(context: CommandContext): Promise<readonly Finding[]> {
  const skews = (await targetsOf(context))
    .flatMap(({ skewMs }) => (skewMs === undefined ? [] : [skewMs]))
    .sort((a, b) => a - b);
  const middle = skews[Math.floor(skews.length / 2)];
  if (middle === undefined) return [];
  const subject = "Clock";
  if (Math.abs(middle) < skewLimit) {
    return [{ tone: "good", subject, detail: `agrees with ${sayCount(skews.length, "server")}` }];
  }
  const way = middle > 0 ? "behind" : "ahead of";
  return [
    {
      tone: Math.abs(middle) >= 5 * MINUTE ? "bad" : "warning",
      subject,
      detail: `this machine's clock is ${sayDuration(middle)} ${way} the servers it reads`,
      fix: "Let this machine keep its time by NTP. Slack refuses requests from 5 min off.",
    },
  ];
}

async function waiting({ store, now }: CommandContext): Promise<readonly Finding[]> {
  const { count, oldest } = await store.outbox.waiting();
  const subject = "Deliveries";
  if (count === 0) return [{ tone: "good", subject, detail: "nothing waits" }];
  const age = oldest ? now.getTime() - oldest.getTime() : 0;
  const detail: Text = [
    `${sayCount(count, "delivery waits", "deliveries wait")}`,
    ...(oldest ? [`, the oldest for ${sayDuration(age)}, since `, { time: oldest }] : []),
  ];
  if (age <= waitLimit) return [{ tone: "good", subject, detail }];
  const fix =
    "Conversations that are muted, quiet or paused hold theirs back on purpose; if none is, look into the log for refusals of the platform.";
  return [{ tone: "warning", subject, detail, fix }];
}

/** Conversations that get nothing. Another conversation's name is not a viewer's to know. */
async function held(context: CommandContext): Promise<readonly Finding[]> {
  const { store, from, role } = context;
  const conditions = (await store.subscriptions.conditions()).filter(
    ({ paused, failures }) => paused !== undefined || failures > 0,
  );
  const named = conditions.filter(
    ({ conversation }) => conversation === from.conversation || allows(role, "operator"),
  );
  const others = conditions.length - named.length;
  return [
    ...named.map((condition) => heldOf(condition, context)),
    ...(others > 0
      ? [
          {
            tone: "warning" as const,
            subject: "Other conversations",
            detail: `${sayCount(others, "conversation")} elsewhere cannot be posted in`,
            fix: "Ask somebody with the role operator to say doctor: it names them then.",
          },
        ]
      : []),
  ];
}

function heldOf(
  { conversation, paused, failures, error }: Condition,
  { from }: CommandContext,
): Finding {
  const subject = conversation === from.conversation ? "This conversation" : conversation;
  if (paused) {
    const reason = excerpt(oneLine(paused.reason), 300);
    const detail: Text = [`paused since `, { time: paused.since }, `: ${reason}`];
    const fix =
      "Put the reason right there: invite the bot, or unarchive it. Watchpost then goes on by itself.";
    return { tone: "bad", subject, detail, fix };
  }
  const why = error ? `: ${excerpt(oneLine(error), 200)}` : "";
  return {
    tone: "warning",
    subject,
    detail: `the last ${sayCount(failures, "try", "tries")} to post failed${why}`,
    fix: "Watchpost tries again by itself; if it goes on, look at the platform's own status.",
  };
}
