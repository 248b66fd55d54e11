import { arg, keyed, optional, personal } from "../core/args.ts";
import { type CommandContext, defineCommand, sayLine } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { problemsIn } from "../core/forms.ts";
import { isHash } from "../core/log-name-forms.ts";
import { type Viewer, viewerOf } from "../core/log-words.ts";
import {
  type Action,
  actions,
  type Block,
  list,
  type Message,
  note,
  text,
} from "../core/message.ts";
import { sayCount, sayList, sayTime } from "../core/say.ts";
import { tenantNamed } from "../core/wish.ts";
import { sayReading, stillReading } from "./forget-history.ts";
import { type KnownAs, knownAs, type Mentions, mentionsIn } from "./forget-person.ts";

export const forget = defineCommand({
  name: "forget",
  summary: "Remove a person from the archive of logs, everywhere",
  examples: ["forget ada@example.com", 'forget "auth0|64107988d3534be8b2dc383d" tenant:prod'],
  access: "admin",
  audience: "asker",
  acts: true,
  args: {
    user: personal(arg.word("an e-mail address, an id or a phone number", "ada@example.com")),
    tenant: optional(keyed(arg.word("a tenant's name; without it, all of them", "prod"))),
    only: optional(keyed(arg.choice("leave out the person's other names", ["yes"]))),
    confirm: optional(keyed(arg.choice("remove them now", ["yes"]))),
  },
  check: ({ tenant }, facts) => problemsIn({ tenant: () => tenant && tenantNamed(tenant, facts) }),
  async run({ user, tenant, only, confirm }, context) {
    const tenants = tenant ? [tenantNamed(tenant, context)] : await everyTenant(context);
    if (tenants.length === 0) throw new UserError("No tenant is set up, so there is no archive.");
    const { archive } = context;
    const known = only
      ? { names: [user], doubtful: [], shared: false }
      : await knownAs(user, tenants, context);
    const reading = await stillReading(tenants, context);
    const asked = { user, tenant, known, reading };
    if (confirm) return remove(asked, tenants, context);
    const found = await Promise.all(tenants.map((each) => mentionsIn(each, known.names, archive)));
    return found.some(({ count }) => count > 0)
      ? whether(asked, found, context)
      : nothing(asked, tenants, viewerOf(context));
  },
});

/** Also those that the settings name no more: what is kept of them names people as before. */
async function everyTenant({ tenants, archive }: CommandContext): Promise<readonly string[]> {
  const facts = await archive.facts();
  return [...new Set([...tenants.map(({ name }) => name), ...facts.tenants])];
}

interface Asked {
  readonly user: string;
  readonly tenant: string | undefined;
  readonly known: KnownAs;
  /** See `stillReading`. */
  readonly reading: readonly string[];
}

function nothing(asked: Asked, tenants: readonly string[], viewer: Viewer): Message {
  const words = `No event in the archive of ${sayList(tenants)} names ${nameFor(asked.user, viewer)}.`;
  if (asked.reading.length > 0) return nothingYet(asked, words, viewer);
  return {
    summary: words,
    blocks: [
      text([{ bold: words }, " There is nothing to forget."]),
      note("Case does not matter; the whole address, id or number is compared."),
    ],
  };
}

/** Events of theirs may still come in: they can be forgotten before that. */
function nothingYet(asked: Asked, words: string, viewer: Viewer): Message {
  return {
    summary: words,
    tone: "warning",
    blocks: [
      text([{ bold: words }, " There is nothing to forget yet."]),
      ...sayReading(asked.reading),
      ...buttonsTo(asked, viewer),
      note("Case does not matter; the whole address, id or number is compared."),
    ],
  };
}

const buttonsTo = (asked: Asked, viewer: Viewer): readonly Block[] => [
  viewer.masked
    ? note("Everybody here sees this, so it names nobody. Say it privately to go on.")
    : actions(...buttonsFor(asked)),
];

/** What would go, and the button that does it. */
function whether(asked: Asked, found: readonly Mentions[], context: CommandContext): Message {
  const viewer = viewerOf(context);
  const name = nameFor(asked.user, viewer);
  const total = sayCounted(
    found.reduce((sum, { count }) => sum + count, 0),
    found.some(({ more }) => more),
  );
  const words = `Forget ${name}? ${total} would be removed from the archive, for good.`;
  return {
    summary: words,
    tone: "warning",
    blocks: [
      text([{ bold: words }]),
      list(found.filter(({ count }) => count > 0).map((each) => sayMentions(each, context.zone))),
      ...namesOf(asked.known, viewer),
      ...sayReading(asked.reading),
      ...buttonsTo(asked, viewer),
      note(
        "Nothing has been removed yet. Once begun it cannot be undone or stopped: a restart only delays it.",
      ),
    ],
  };
}

const sayCounted = (count: number, more: boolean): string =>
  more ? `More than ${count} events` : sayCount(count, "event");

function sayMentions({ tenant, count, more, oldest, newest }: Mentions, zone: string): string {
  const last = newest ? sayTime(newest, zone) : "";
  const first = oldest ? sayTime(oldest, zone) : "";
  const when = more ? `the newest of ${last}` : first === last ? first : `from ${first} to ${last}`;
  return `${tenant}: ${sayCounted(count, more)}, ${when}.`;
}

function namesOf(
  { names, doubtful, shared }: KnownAs,
  viewer: Viewer,
  goes = "goes",
): readonly Block[] {
  const say = (said: readonly string[]) => sayNames(said, viewer);
  const [, ...others] = names;
  return [
    ...(shared ? [text(sharedWords)] : []),
    ...(others.length > 0
      ? [text(`The same person is called ${say(others)}: that ${goes} too.`)]
      : []),
    ...(doubtful.length > 0
      ? [text(`Not removed: what names ${say(doubtful)} alone, since others are called so too.`)]
      : []),
  ];
}

/** A hash tells nobody anything; how many there are does. */
function sayNames(names: readonly string[], viewer: Viewer): string {
  const hashes = names.filter(isHash).length;
  const plain = names.filter((name) => !isHash(name)).map((name) => nameFor(name, viewer));
  const hashed = sayCount(hashes, "a name kept as a hash", "names kept as hashes").replace(
    /^1 /,
    "",
  );
  return sayList(hashes > 0 ? [...plain, hashed] : plain);
}

const sharedWords =
  "Several people are called so, and the events of all of them would go. To forget one of them, say their id or e-mail address instead.";

function buttonsFor({ user, tenant, known }: Asked): readonly Action[] {
  const line = (more: Readonly<Record<string, string>>) =>
    sayLine("forget", { user, tenant, ...more, confirm: "yes" });
  const alone = { label: "Forget this name only", line: line({ only: "yes" }) };
  return [{ label: "Forget for good", line: line({}) }, ...(known.names.length > 1 ? [alone] : [])];
}

async function remove(
  { user, known, reading }: Asked,
  tenants: readonly string[],
  context: CommandContext,
): Promise<Message> {
  const gone = await Promise.all(
    tenants.map(async (tenant) => ({
      tenant,
      count: await context.forgetting.forget(tenant, known.names),
    })),
  );
  const viewer = viewerOf(context);
  const going = gone.filter(({ count }) => count === undefined).map(({ tenant }) => tenant);
  const total = gone.reduce((sum, { count = 0 }) => sum + count, 0);
  const done = sayDone(total, nameFor(user, viewer));
  const words =
    going.length === 0
      ? done
      : `${nameFor(user, viewer)} is being removed from the archive of ${sayList(going)}: that takes its time, goes on after a restart too, and is in the log when it is done.`;
  return {
    summary: words,
    tone: going.length === 0 ? "good" : "neutral",
    blocks: [
      text([{ bold: words }]),
      ...namesOf({ ...known, shared: false }, viewer, "went"),
      ...sayReading(reading),
      text("What this does not reach:"),
      list(beyond),
      note(
        "What happened until now is not kept, should Auth0 send it later or again. New events are kept as ever: to end that, delete the user in Auth0.",
      ),
    ],
  };
}

const sayDone = (total: number, name: string): string =>
  total === 0
    ? `No event in the archive named ${name}, and none from before now will be kept.`
    : `${sayCount(total, "event")} that named ${name} ${total === 1 ? "is" : "are"} removed from the archive.`;

const beyond = [
  "Auth0 itself: its log has these events for 1 to 30 more days, as the plan says, and the user stays until deleted there.",
  "This chat: what was said and shown here, this line too. Delete the messages that name the person.",
  "Other systems that Auth0 sends its log to.",
  "Backups and exported files from before: delete them, or forget again after restoring one.",
];

const nameFor = (name: string, { masked, mask }: Viewer): string =>
  masked ? mask.user(name) : excerpt(oneLine(name), 100);
