import type { Coverage } from "../core/archive.ts";
import { DAY } from "../core/clock.ts";
import type { CommandContext } from "../core/command.ts";
import { sayAge } from "../core/duration.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { completenessOf, type LogReading, sayCoverage } from "../core/log-coverage.ts";
import { sayCount } from "../core/say.ts";
import type { Finding } from "./doctor-finding.ts";

/** Older holes are told, but nobody can do anything about them any more. */
const recent = 30 * DAY;

type Asked = Pick<CommandContext, "now" | "zone">;

/** Whether what is kept of each tenant's log is all of it. Never rejects: why an archive does not answer is its probe's to say. */
export const keptLogs = (context: CommandContext): Promise<readonly Finding[]> =>
  lookedAt(context).catch((): readonly Finding[] => [untold]);

const untold: Finding = {
  tone: "bad",
  subject: "Kept logs",
  detail: "could not be looked at, since the log archive did not answer",
  fix: "Ask again in a minute. If it goes on, what is said of the log archive here, and Watchpost's log, tell why.",
};

async function lookedAt(context: CommandContext): Promise<readonly Finding[]> {
  const { tenants, archive, logReading, now, zone } = context;
  const found = await Promise.all(
    tenants.map(async ({ name }) => {
      const coverage = await archive.coverage(name);
      const reading = logReading(name);
      return [
        ...kept(name, { coverage, reading }, { now, zone }),
        ...silent(name, { coverage, reading }, { now, zone }),
      ];
    }),
  );
  return [...found.flat(), ...(await unnamed(context))];
}

/** What is kept of tenants that the settings do not name. */
async function unnamed({ tenants, archive }: CommandContext): Promise<readonly Finding[]> {
  const facts = await archive.facts();
  const others = facts.tenants.filter((each) => !tenants.some(({ name }) => name === each));
  return Promise.all(
    others.map(async (name): Promise<Finding> => {
      const { events } = await archive.coverage(name);
      const detail = `${sayCount(events, "event")} of a tenant that the settings do not name; what is old goes, and forget reaches the rest`;
      return { tone: "good", subject: `Kept log of ${name}`, detail };
    }),
  );
}

interface Known {
  readonly coverage: Coverage;
  readonly reading: LogReading | undefined;
}

function kept(name: string, known: Known, asked: Asked): readonly Finding[] {
  const { coverage, reading } = known;
  const subject = `Kept log of ${name}`;
  if (!reading) return coverage.events === 0 ? [] : [unproved(subject)];
  const words = sayCoverage(coverage, { ...asked, reading });
  const detail = coverage.recovered > 0 ? `${words}; ${sayRecovered(coverage.recovered)}` : words;
  const { stuck } = reading;
  if (stuck) {
    const why = excerpt(oneLine(stuck.why), 300);
    return [{ tone: "bad", subject, detail: `${detail}. ${why}`, fix: oneLine(stuck.fix) }];
  }
  const missing = coverage.holes.at(-1);
  if (missing && asked.now.getTime() - missing.foundAt.getTime() < recent) {
    return [{ tone: "warning", subject, detail, fix: holeFix }];
  }
  const standing = completenessOf(coverage, { ...asked, reading });
  if (standing !== "behind") return [{ tone: "good", subject, detail }];
  return [{ tone: "warning", subject, detail, fix: "Watchpost reads on; ask again in a minute." }];
}

const holeFix =
  "Auth0 no longer has these events, so nothing brings them back. So that it does not happen again, let Watchpost run without long stops, and set up a log stream beside it.";

const unproved = (subject: string): Finding => ({
  tone: "warning",
  subject,
  detail: "comes from the log stream alone, so whether anything is missing cannot be told",
  fix: "Give the tenant management in the settings, and do not set logs.read to false: then its log is read in order too.",
});

const sayRecovered = (count: number): string =>
  `${sayCount(count, "event that the stream had lost was", "events that the stream had lost were")} read from the log`;

/** That the stream brings what it should is told by its deliveries; that it brings too little, only by the log. */
function silent(name: string, { coverage, reading }: Known, { now }: Asked): readonly Finding[] {
  if (!reading?.streamSilentSince) return [];
  const { stream: heard } = coverage.heard;
  const said = heard ? `last brought events ${sayAge(heard, now)}` : "has brought nothing yet";
  const detail = `${said}, although the log goes on`;
  return [{ tone: "bad", subject: `Log stream of ${name}`, detail, fix: streamFix }];
}

const streamFix =
  "In Auth0 look at Monitoring, Streams, Health: whether the stream is active, and what Watchpost answered. Until it is mended, events come a little later.";
