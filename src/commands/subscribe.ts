import { type Address, isAddress, partsOf } from "../core/address.ts";
import { type Arg, arg, keyed, nearest, optional, shownAs } from "../core/args.ts";
import { pauseWhereClosed } from "../core/closed.ts";
import {
  type CommandContext,
  type CommandFacts,
  defineCommand,
  type SourceFacts,
} from "../core/command.ts";
import { UpstreamError, UserError } from "../core/errors.ts";
import { problemsIn } from "../core/forms.ts";
import { loudnesses, type QuietHours, type Wish, wants } from "../core/subscription.ts";
import {
  endings,
  feedAddress,
  loudnessLabels,
  refuseSettled,
  sourceNamed,
  tenantNamed,
  wishChanges,
} from "../core/wish.ts";
import { type Done, sayAlready, sayDone } from "./subscribe-answer.ts";

/** An option that is not named is undefined, and stays as it is; one that shall end is null. */
interface Asked {
  readonly as: Wish["as"] | undefined;
  readonly tenant: string | null | undefined;
  readonly only: string | null | undefined;
  readonly quiet: QuietHours | null | undefined;
  readonly mention: string | null | undefined;
}

export const subscribe = defineCommand({
  name: "subscribe",
  summary: "Let this conversation follow a source, or change how it does",
  examples: [
    "subscribe status",
    "subscribe changelog only:breaking as:card",
    "subscribe status quiet:22:00-07:00 mention:me",
    "subscribe status quiet:off mention:none",
    "subscribe rss https://example.com/feed.xml",
  ],
  access: "operator",
  audience: "asker",
  acts: true,
  args: {
    source: shownAs("Source", arg.word("a source", "status"), { formHint: "What is told here" }),
    feed: shownAs(
      "Address of the feed",
      optional(arg.word("a feed's address, where the source needs one", "https://…")),
      { formHint: "Only for a feed of your own" },
    ),
    as: shownAs("How loud", optional(keyed(arg.choice("how loud it is", loudnesses))), {
      choiceLabels: loudnessLabels,
      formHint: "At first a card, and updates in its thread; then as it was chosen last",
    }),
    tenant: shownAs(
      "Tenant",
      option(arg.word("only what concerns this tenant", "prod"), endings.tenant),
    ),
    only: shownAs(
      "Label",
      option(arg.word("only what carries this label", "breaking"), endings.only),
      {
        asks: "label",
      },
    ),
    quiet: shownAs(
      "Quiet hours",
      option(arg.quiet("hours in which nothing is posted"), endings.quiet),
      { asks: "hours" },
    ),
    mention: shownAs(
      "Mention",
      option(arg.word("whom to call when authentication is affected", "me"), endings.mention),
      { asks: "person" },
    ),
  },
  check({ source: written, feed, tenant, only, mention }, facts) {
    const problems = problemsIn({ source: () => sourceNamed(written, facts) });
    if (problems.source !== undefined) return problems;
    const source = sourceNamed(written, facts);
    return problemsIn({
      feed: () => feedOf(feed, source),
      tenant: () => tenant && tenantNamed(tenant, facts),
      only: () => only && labelOf(only, source),
      mention: () => mention && mentionOf(mention, facts),
    });
  },
  async run(asked, context) {
    const source = sourceNamed(asked.source, context);
    const feed = feedOf(asked.feed, source);
    const here = await context.store.subscriptions.list(context.from.conversation);
    const before = here.find((held) => held.source === source.id && held.feed === feed);
    refuseSettled(before);
    const wish = wishOf(asked, { source, feed, before }, context);
    if (before && wishChanges(before, wish, context).length === 0)
      return sayAlready(before, context);
    const done = await carryOut(wish, before, context);
    return sayDone(done, context);
  },
});

/** An option by name alone, which a word of its own ends. */
function option<Value>(given: Arg<Value>, end: string): Arg<Value | null | undefined> {
  return optional(
    keyed<Value | null>({
      ...given,
      hint: `${given.hint}|${end}`,
      ending: end,
      parse: (written, context) =>
        ends.includes(written.toLowerCase()) ? null : given.parse(written, context),
    }),
  );
}

/** Whichever of them a person thinks of. */
const ends: readonly string[] = Object.values(endings);

function wishOf(
  asked: Asked,
  { source, feed, before }: { source: SourceFacts; feed: string; before: Wish | undefined },
  context: CommandContext,
): Wish {
  const { id, name } = context.by;
  const tenant = chosen(asked.tenant, before?.tenant, (word) => tenantNamed(word, context));
  const only = chosen(asked.only, before?.only, (word) => labelOf(word, source));
  const quiet = chosen(asked.quiet, before?.quiet, (hours) => hours);
  const mention = chosen(asked.mention, before?.mention, (word) => mentionOf(word, context));
  return {
    conversation: context.from.conversation,
    source: source.id,
    feed,
    as: asked.as ?? before?.as ?? "thread",
    ...(tenant ? { tenant } : {}),
    ...(only ? { only } : {}),
    ...(quiet ? { quiet } : {}),
    ...(mention ? { mention } : {}),
    by: { id, name },
    origin: "chat",
  };
}

function chosen<Said, Value>(
  said: Said | null | undefined,
  before: Value | undefined,
  read: (said: Said) => Value,
): Value | undefined {
  if (said === undefined) return before;
  return said === null ? undefined : read(said);
}

function feedOf(feed: string | undefined, { id, feedNamed }: SourceFacts): string {
  if (feedNamed && feed) return feedAddress(feed);
  if (feedNamed) {
    throw new UserError(
      `Say which feed it shall read, like: subscribe ${id} https://example.com/feed.xml`,
    );
  }
  if (!feed) return "";
  throw new UserError(
    `"${id}" reads addresses of its own, so "${feed}" has no meaning here. For one tenant only, say tenant:${feed}.`,
  );
}

function labelOf(only: string, { id, labels }: SourceFacts): string {
  const label = labels.find((known) => known === only.toLowerCase());
  if (label) return label;
  if (labels.length === 0) {
    throw new UserError(`"${id}" has no labels to choose by; leave out only:${only}.`);
  }
  const near = nearest(only, labels);
  throw new UserError(
    `"${only}" is not a label of ${id}.${near ? ` Did you mean "${near}"?` : ""} Its labels are: ${labels.join(", ")}.`,
  );
}

function mentionOf(mention: string, { by, from }: CommandFacts): Address {
  if (mention.toLowerCase() === "me") return by.id;
  const { platform } = partsOf(from.conversation);
  if (!isAddress(mention) || partsOf(mention).kind === "channel") {
    throw new UserError(
      `"${mention}" is nobody I can mention; write mention:me, ${platform}:user:<id> or ${platform}:group:<id>.`,
    );
  }
  if (partsOf(mention).platform === platform) return mention;
  throw new UserError(
    `"${mention}" is on another platform than this conversation; write one that begins with ${platform}:`,
  );
}

/** The asker can name another address: so it is theirs to mend, not only time's. */
function nothingSubscribed(error: unknown): never {
  if (!(error instanceof UpstreamError)) throw error;
  throw new UserError(
    `${error.message} Nothing was subscribed. Name the address of the feed itself, or try again later.`,
    { cause: error },
  );
}

async function carryOut(
  wish: Wish,
  before: Wish | undefined,
  context: CommandContext,
): Promise<Done> {
  const { store, follow, now } = context;
  const { source, feed } = wish;
  // A feed is read before anything is promised: an address that cannot be read is not followed.
  if (feed && !before) await follow(source, feed).catch(nothingSubscribed);
  const known = (
    await store.subjects.find({ source, ...(feed ? { feed } : {}), limit: 100 })
  ).filter((subject) => wants(wish, subject));
  const open = await store.subjects.find({ source, ...(feed ? { feed } : {}), open: true });
  const posted = open.filter(
    (subject) => wants(wish, subject) && !(before && wants(before, subject)),
  );
  await store.subscriptions.subscribe(wish, now);
  const closed = await pauseWhereClosed(context);
  return { wish, before, known, posted: posted.length, closed };
}
