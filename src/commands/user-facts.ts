import { sayCause } from "../core/log-causes/index.ts";
import type { Field, Span, Text } from "../core/message.ts";
import { sayCount, sayList, sayNumber } from "../core/say.ts";
import { actorOf, at, isCall } from "../core/user-story/about.ts";
import { labelOf } from "../core/user-story/labels.ts";
import { messageName } from "../core/user-story/messages.ts";
import type { Moment, Part } from "../core/user-story/moments.ts";
import { isBlocked, lastOf, type Story, valuesOf } from "../core/user-story/story.ts";
import type { Teller } from "../core/user-story/verdict.ts";

/** Of each kind so many are named; the rest is counted. */
const mostNamed = 4;

/** What is known, each in one line; what the log does not speak of is left out. */
export function factsOf(story: Story, tell: Teller): readonly Field[] {
  const facts: readonly (readonly [string, Text | undefined])[] = [
    ["Last good login", goodLogin(story, tell)],
    ["Failed", failed(story)],
    ["Block", block(story, tell)],
    ["Second factor", newest("Second factor", ["factor"], story, tell) ?? pending(story)],
    ["Password", password(story, tell)],
    ["E-mail address", newest("E-mail address", ["email"], story, tell)],
    ["Sent", messages(story, "sent")],
    ["Not sent", messages(story, "unsent")],
    [
      "Account",
      newest("Account", ["deleted", "made", "barred", "unbarred", "change"], story, tell),
    ],
    ["Logs in by", story.account.connection && tell.connection(story.account.connection)],
    ["Applications", named(story, ({ clientName }) => clientName, tell.application)],
    ["Organizations", organizations(story, tell)],
    ["Devices", named(story, ({ userAgent }) => userAgent, tell.device)],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

function goodLogin(story: Story, tell: Teller): Text {
  const last = lastOf(story, ["login"]);
  if (!last) return "none in the log that was looked through";
  const { clientName, ip, raw } = last.event;
  const place = [at(raw, "location_info", "city_name"), at(raw, "location_info", "country_name")];
  const near = place.filter((one): one is string => typeof one === "string" && one !== "");
  const from = ip
    ? `, from ${tell.address(ip)}${near.length > 0 ? tell.place(near.join(", ")) : ""}`
    : "";
  const many = story.logins.length > 1 ? `; ${story.logins.length} in all` : "";
  return [
    { time: last.at },
    `${clientName ? `, to ${tell.application(clientName)}` : ""}${from}${many}`,
  ];
}

function failed({ failures }: Story): Text | undefined {
  if (failures.length === 0) return undefined;
  const told = failures
    .slice(0, mostNamed)
    .map(({ cause, count }) => `${sayNumber(count)} × ${sayCause(cause)}`);
  const more = failures.length - told.length;
  const newestAt = failures[0]?.newest.at;
  return [
    `${told.join("; ")}${more > 0 ? `; ${sayCount(more, "more cause")}` : ""}`,
    ...(newestAt ? ["; the last ", { time: newestAt }] : []),
  ];
}

function block(story: Story, tell: Teller): Text | undefined {
  const held = story.block;
  if (!held) return undefined;
  const from = held.addresses.slice(0, mostNamed).map(tell.address);
  const since: readonly Span[] = ["since ", { time: held.at }];
  const where = from.length > 0 ? `, from ${sayList(from)}` : "";
  if (isBlocked(story)) return [{ bold: "blocked now" }, ", ", ...since, where];
  const ended = held.released;
  return ended
    ? [
        "none now; was blocked ",
        ...since,
        where,
        `; ended ${endedBy(ended, tell)} `,
        { time: ended.at },
      ]
    : ["none now; was blocked ", ...since, where];
}

function endedBy({ part, event }: Moment, tell: Teller): string {
  if (part === "password") return "by a new password";
  if (part === "login") return "at the latest by a good login";
  return isCall(event) ? `by ${tell.actor(actorOf(event))}` : "by its release";
}

function password(story: Story, tell: Teller): Text | undefined {
  const changed = lastOf(story, ["password"]);
  const tried = lastOf(story, ["reset"]);
  const last = [changed, tried].filter((one) => one !== undefined);
  if (last.length === 0) return undefined;
  return last
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .flatMap((moment, index): readonly Span[] => [
      index > 0 ? "; " : "",
      sayMoment("Password", moment, tell),
      ", ",
      { time: moment.at },
    ])
    .filter((span) => span !== "");
}

function newest(
  label: string,
  parts: readonly Part[],
  story: Story,
  tell: Teller,
): Text | undefined {
  const moment = lastOf(story, parts);
  return moment && [sayMoment(label, moment, tell), ", ", { time: moment.at }];
}

function organizations({ moments }: Story, tell: Teller): string | undefined {
  const all = [
    ...new Set(moments.toReversed().flatMap(({ event }) => tell.organization(event) ?? [])),
  ];
  return all.length > 0 ? all.slice(0, mostNamed).join(", ") : undefined;
}

/** Without the words that the field's own name has said: "passed" of a second factor. */
function sayMoment(field: string, moment: Moment, tell: Teller): string {
  const label = labelOf(moment, tell);
  const bare = label.startsWith(`${field} `) ? label.slice(field.length + 1) : label;
  return `${bare.charAt(0).toLowerCase()}${bare.slice(1)}`;
}

/** No event says that a second factor was not given. */
function pending({ moments }: Story): Text | undefined {
  const asked = moments.findLast(({ event }) => event.type === "gd_start_auth");
  return asked && ["asked for ", { time: asked.at }];
}

function messages(story: Story, part: "sent" | "unsent"): Text | undefined {
  const all = story.moments.filter((moment) => moment.part === part);
  const last = all.at(-1);
  if (!last) return undefined;
  const why = part === "unsent" ? ` (${sayCause(last.cause)})` : "";
  const more = all.length > 1 ? `; ${all.length} in all` : "";
  return [`${messageName(last)}${why}, `, { time: last.at }, more];
}

function named(
  { moments }: Story,
  field: Parameters<typeof valuesOf>[1],
  shown: (name: string) => string,
): string | undefined {
  const own = moments.filter(({ event }) => !isCall(event));
  const all = valuesOf(own, field);
  if (all.length === 0) return undefined;
  const more = all.length - mostNamed;
  const few = all.slice(0, mostNamed).map(shown);
  return more > 0 ? `${few.join(", ")} and ${more} more` : few.join(", ");
}
