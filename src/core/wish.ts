import { type Address, partsOf } from "./address.ts";
import { nearest } from "./args.ts";
import type { CommandContext, SourceFacts } from "./command.ts";
import { UserError } from "./errors.ts";
import { quoted } from "./line.ts";
import type { Field } from "./message.ts";
import type { Loudness, QuietHours, Wish } from "./subscription.ts";

/** What a loudness means for whoever reads the conversation. */
export const loudnessMeans: Readonly<Record<Loudness, string>> = {
  card: "a card for each incident or entry, edited in place, with its whole history on it",
  thread: "a card for each incident or entry, edited in place, with updates in its thread",
  all: "a card for each incident or entry, edited in place, with every update in the channel too",
};

/** What a form calls each loudness. */
export const loudnessLabels: Readonly<Record<Loudness, string>> = {
  card: "A card only, edited in place",
  thread: "A card, and updates in its thread",
  all: "A card, and every update in the channel too",
};

/** The source that a word names. @throws UserError with the nearest one. */
export function sourceNamed(
  written: string,
  { sources }: Pick<CommandContext, "sources">,
): SourceFacts {
  const ids = sources.map(({ id }) => id);
  const found = sources.find(({ id }) => id === written.toLowerCase());
  if (found) return found;
  const near = nearest(written, ids);
  throw new UserError(
    `"${written}" is not a source.${near ? ` Did you mean "${near}"?` : ""} The sources are: ${ids.join(", ")}.`,
  );
}

/** The tenant that a word names. @throws UserError with the nearest one. */
export function tenantNamed(written: string, { tenants }: Pick<CommandContext, "tenants">): string {
  const names = tenants.map(({ name }) => name);
  const found = names.find((name) => name.toLowerCase() === written.toLowerCase());
  if (found) return found;
  const near = nearest(written, names);
  const known = names.length > 0 ? `The tenants are: ${names.join(", ")}.` : "None is set up.";
  throw new UserError(
    `"${written}" is not a tenant here.${near ? ` Did you mean "${near}"?` : ""} ${known}`,
  );
}

/**
 * A feed's address as it is kept and compared: written in full, without a fragment.
 * @throws UserError unless it is an http(s) address without a password in it.
 */
export function feedAddress(written: string): string {
  if (!URL.canParse(written) || !/^https?:\/\//i.test(written)) {
    throw new UserError(
      `"${written}" is not a feed's address; write one like https://example.com/feed.xml.`,
    );
  }
  const url = new URL(written);
  if (url.username || url.password) {
    throw new UserError(
      "The address holds a user name or a password, which everyone here would see. Name a feed that needs none.",
    );
  }
  url.hash = "";
  return url.href;
}

/** What a subscription follows, for people: "Auth0 status", "https://example.com/feed.xml". */
export function nameOf(
  { source, feed }: Pick<Wish, "source" | "feed">,
  { sources }: Pick<CommandContext, "sources">,
): string {
  return feed || (sources.find(({ id }) => id === source)?.title ?? source);
}

export function unsubscribeLine({ source, feed }: Pick<Wish, "source" | "feed">): string {
  return ["unsubscribe", source, ...(feed ? [quoted(feed)] : [])].join(" ");
}

/** What ends an option: one that is not named stays as it is. */
export const endings = { tenant: "all", only: "all", quiet: "off", mention: "none" } as const;

/** The line that asks for exactly this, and ends what `now` has beyond it. */
export function subscribeLine(wish: Wish, now?: Wish): string {
  const { source, feed } = wish;
  const [wanted, there] = [optionsOf(wish), now ? optionsOf(now) : {}];
  const words = Object.entries({ ...there, ...endingsOf(there), ...wanted }).map(
    ([key, value]) => `${key}:${quoted(value)}`,
  );
  return ["subscribe", source, ...(feed ? [quoted(feed)] : []), ...words].join(" ");
}

/** What a form that changes it holds: every argument as a line writes it. */
export function wishValues(wish: Wish): Readonly<Record<string, string>> {
  const { source, feed } = wish;
  return { source, ...(feed ? { feed } : {}), ...optionsOf(wish) };
}

type Option = "as" | keyof typeof endings;

/** What a wish says beyond its source, as it is written in a line. */
function optionsOf({ as, tenant, only, quiet, mention }: Wish): Partial<Record<Option, string>> {
  return {
    as,
    ...(tenant ? { tenant } : {}),
    ...(only ? { only } : {}),
    ...(quiet ? { quiet: `${sayHours(quiet)}@${quiet.zone}` } : {}),
    ...(mention ? { mention } : {}),
  };
}

function endingsOf(there: Partial<Record<Option, string>>): Partial<Record<Option, string>> {
  return Object.fromEntries(Object.entries(endings).filter(([key]) => key in there));
}

/** Who reads it: a name is said in place of an id wherever one is known. */
export type Reader = Pick<CommandContext, "by" | "audience">;

/** Whom a wish calls: "you", "Grace", "the group S123". `by`: people whose names are known. */
export function sayMention(
  mention: Address,
  by: readonly Wish["by"][],
  { by: reader, audience }: Reader,
): string {
  if (mention === reader.id) return audience === "asker" ? "you" : reader.name;
  const known = by.find((person) => person?.id === mention);
  if (known) return known.name;
  const { kind, id } = partsOf(mention);
  return `the ${kind === "group" ? "group" : "person"} ${id}`;
}

/** Everything a wish says beyond its source. */
export function wishFields(wish: Wish, reader: Reader): readonly Field[] {
  return [
    { label: "Loudness", value: [{ bold: wish.as }, `: ${loudnessMeans[wish.as]}`] },
    ...(wish.tenant ? [{ label: "Only tenant", value: wish.tenant }] : []),
    ...(wish.only ? [{ label: "Only", value: wish.only }] : []),
    ...(wish.quiet ? [{ label: "Quiet hours", value: sayQuiet(wish.quiet) }] : []),
    ...(wish.mention
      ? [
          {
            label: "Mention",
            value: `${sayMention(wish.mention, [wish.by], reader)}, when authentication is affected`,
          },
        ]
      : []),
  ];
}

/** What is different now, one line for each: "as: thread → all". */
export function wishChanges(before: Wish, after: Wish, reader: Reader): readonly string[] {
  const [was, is] = [optionsOf(before), optionsOf(after)];
  const people = [before.by, after.by];
  const shown = (wish: Wish): Record<Option, string> => ({
    as: wish.as,
    tenant: wish.tenant ?? "all",
    only: wish.only ?? "everything",
    quiet: wish.quiet ? sayQuiet(wish.quiet) : "none",
    mention: wish.mention ? sayMention(wish.mention, people, reader) : "nobody",
  });
  const [old, now] = [shown(before), shown(after)];
  return (Object.keys(now) as Option[])
    .filter((key) => was[key] !== is[key])
    .map((key) => `${key}: ${old[key]} → ${now[key]}`);
}

/** "22:00-07:00 Europe/Berlin" */
export const sayQuiet = (quiet: QuietHours): string => `${sayHours(quiet)} ${quiet.zone}`;

function sayHours({ from, to }: QuietHours): string {
  return `${sayMinute(from)}-${sayMinute(to)}`;
}

function sayMinute(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return [hours, minutes].map((part) => String(part).padStart(2, "0")).join(":");
}

/** One from the settings file would be back at the next start. @throws UserError that says where to change it. */
export function refuseSettled(subscription: Wish | undefined): void {
  if (subscription?.origin !== "settings") return;
  const { conversation, source, feed } = subscription;
  const line = `in: "${conversation}", source: ${source}${feed ? `, feed: "${feed}"` : ""}`;
  throw new UserError(
    `This subscription comes from the settings file, so it can only be changed there: ask whoever runs Watchpost to change the one with { ${line} } under subscriptions, and to restart Watchpost.`,
  );
}

/** The subscription of this conversation that the words name. @throws UserError that lists what there is. */
export function subscriptionNamed<Held extends Wish>(
  { source, feed }: { source: string; feed: string | undefined },
  held: readonly Held[],
): Held {
  const mine = held.filter((each) => each.source === source);
  const address = feed && feedAddress(feed);
  const found = address ? mine.filter((each) => each.feed === address || each.feed === feed) : mine;
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (only) {
    throw new UserError(
      `This conversation follows several feeds by ${source}; say which one: ${listed(mine)}.`,
    );
  }
  const what = feed ? `"${feed}" by ${source}` : source;
  throw new UserError(
    held.length > 0
      ? `This conversation does not follow ${what}. It follows: ${listed(held)}.`
      : `This conversation does not follow ${what}; it follows nothing.`,
  );
}

const mostListed = 10;

function listed(wishes: readonly Wish[]): string {
  const names = wishes.slice(0, mostListed).map(({ source, feed }) => `${source} ${feed}`.trim());
  const more = wishes.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
