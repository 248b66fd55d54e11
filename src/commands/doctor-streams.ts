import type { CommandContext } from "../core/command.ts";
import { sayAge } from "../core/duration.ts";
import type { StreamRefusal, StreamStanding, Tally } from "../core/log-streams.ts";
import { sayCount } from "../core/say.ts";
import type { Finding } from "./doctor-finding.ts";

/** What comes in by the log streams that Auth0 sends, and what was turned away. */
export async function streams(context: CommandContext): Promise<readonly Finding[]> {
  const found = await Promise.all(
    context.tenants.map(({ name }) => {
      const standing = context.streams.standing(name);
      return standing ? streamOf(name, standing, context) : undefined;
    }),
  );
  const ours = found.filter((one): one is Finding => one !== undefined);
  return [...ours, ...strangers(context, ours)];
}

async function streamOf(
  name: string,
  { kept, bad, refused }: StreamStanding,
  { archive, now }: Pick<CommandContext, "archive" | "now">,
): Promise<Finding> {
  // The archive remembers across a restart.
  const heard = await archive.coverage(name).then(
    ({ heard }) => heard.stream,
    () => undefined,
  );
  const last = laterOf(kept?.last, heard);
  const subject = `Log stream of ${name}`;
  const delivered = last ? `last delivery ${sayAge(last, now)}` : "nothing was ever delivered";
  const worst = worstSince(refused, last);
  if (worst) {
    const [why, tally] = worst;
    const detail = `${sayRefused(why, tally, now)}; ${delivered}`;
    return { tone: "bad", subject, detail, fix: fixes[why] };
  }
  if (!last) return { tone: "warning", subject, detail: delivered, fix: howToBegin(name) };
  if (bad) {
    const detail = `${delivered}; ${sayCount(bad.count, "part")} of deliveries could not be read, the last ${sayAge(bad.last, now)}`;
    return { tone: "warning", subject, detail, fix: unreadable };
  }
  const [past] = tallies(refused);
  const also = past ? `; ${sayRefused(...past, now)}, and none since` : "";
  return { tone: "good", subject, detail: `${delivered}${also}` };
}

const laterOf = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one && other ? (one > other ? one : other) : (one ?? other);

type Refused = StreamStanding["refused"];

/** Newest first. */
function tallies(refused: Refused): readonly [StreamRefusal, Tally][] {
  const all = Object.entries(refused) as [StreamRefusal, Tally][];
  return all.sort(([, one], [, other]) => other.last.getTime() - one.last.getTime());
}

/** What was refused last, and nothing was taken after it. */
function worstSince(refused: Refused, last: Date | undefined) {
  return tallies(refused).find(([, tally]) => !last || tally.last > last);
}

const reasons: Readonly<Record<StreamRefusal, string>> = {
  "wrong token": "refused with a wrong token",
  malformed: "refused because no event could be read in them",
  "too large": "refused because they were too large",
  "not kept": "not kept, and put off until later",
};

function sayRefused(why: StreamRefusal, { count, last }: Tally, now: Date): string {
  const were = count === 1 ? "was" : "were";
  return `${sayCount(count, "delivery", "deliveries")} ${were} ${reasons[why]}, the last ${sayAge(last, now)}`;
}

const fixes: Readonly<Record<StreamRefusal, string>> = {
  "wrong token":
    "In Auth0, Monitoring > Streams, make the stream's Authorization Token what logStream.token of the settings is.",
  malformed:
    "In Auth0, Monitoring > Streams, choose JSON Lines as the stream's format; and see whether a proxy between changes what is sent.",
  "too large": "See whether something other than Auth0 sends to this address.",
  "not kept":
    "Auth0 sends them again by itself. Make room on the disk; the log says what else is in the way.",
};

const unreadable =
  "The log says which. The other events were kept; if it goes on, see what is sent in Auth0, Monitoring > Streams, Health.";

const howToBegin = (name: string): string =>
  `In Auth0, Monitoring > Streams, create a Custom Webhook to this bot's public address with /auth0/logs/${name} behind it; docs/logs.md says how.`;

/** Worth a word only while a stream waits for its first delivery: anybody may try an address on the internet. */
function strangers(
  { streams, now }: Pick<CommandContext, "streams" | "now">,
  ours: readonly Finding[],
): readonly Finding[] {
  const tally = streams.strangers();
  if (!tally || ours.every(({ tone }) => tone === "good")) return [];
  const named = tally.count === 1 ? "delivery names" : "deliveries name";
  return [
    {
      tone: "warning",
      subject: "Log streams",
      detail: `${tally.count} ${named} no tenant that has a log stream, the last ${sayAge(tally.last, now)}`,
      fix: "The address in Auth0 must end with the tenant's name in the settings, like /auth0/logs/prod. If it does, somebody else is trying addresses; nothing came in.",
    },
  ];
}
