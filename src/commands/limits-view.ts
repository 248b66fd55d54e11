import { DAY, HOUR } from "../core/clock.ts";
import { type CommandContext, sayLine, type TenantKnown } from "../core/command.ts";
import { sayWhere } from "../core/concentration.ts";
import { sayAge } from "../core/duration.ts";
import { hourOf } from "../core/history.ts";
import { blockTypes, type Limits } from "../core/limits.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import type { Viewer } from "../core/log-words.ts";
import {
  actions,
  type Block,
  heading,
  list,
  type Message,
  note,
  type Text,
  text,
} from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { sayWhen } from "../core/weekly.ts";
import { chartByHour } from "./hours-chart.ts";
import { adviceFor, placeOf, type Share, sayCaller, sharesOf, tally } from "./limits-callers.ts";
import { sayPlan } from "./limits-plan.ts";
import { verdictOf } from "./limits-verdict.ts";

export interface Given {
  readonly limits: Limits;
  readonly tenant: TenantKnown;
  /** "in the last 7 days" */
  readonly when: string;
  readonly since: string;
  readonly viewer: Viewer;
}

const mostCallers = 6;
const mostEndpoints = 6;
const fewestDrawn = 3;

export function sayLimits(given: Given, context: CommandContext): Message {
  const { limits, viewer, when } = given;
  const shares = sharesOf(limits.events, viewer);
  const { words, tone } = verdictOf(limits, shares, when);
  const [first = "", ...rest] = words;
  return {
    summary: words.join(" "),
    tone,
    blocks: [
      text([{ bold: first }, ...rest.map((sentence) => ` ${sentence}`)]),
      ...byCaller(shares, limits),
      ...byEndpoint(limits),
      ...worstHour(limits, context),
      ...blocksOf(given),
      ...headroom(given, context),
      ...todo(shares),
      ...smallPrint(given, context),
      ...onward(given, context),
    ],
  };
}

function byCaller(shares: readonly Share[], limits: Limits): readonly Block[] {
  if (shares.length === 0) return [];
  const more = shares.length - mostCallers;
  return [
    heading("Who asked too much"),
    list(shares.slice(0, mostCallers).map(sayShare)),
    ...(more > 0 ? [note(`and ${sayCount(more, "more caller")}`)] : []),
    ...(limits.counted && sumOfHours(limits) > limits.events.length
      ? [note(`Callers and endpoints are of the newest ${limits.events.length} events.`)]
      : []),
  ];
}

const sumOfHours = ({ hours }: Limits): number => hours.reduce((sum, count) => sum + count, 0);

function sayShare({ caller, name, hits, close, events }: Share): Text {
  const newest = events[0]?.event.at;
  const counts = [
    ...(hits > 0 ? [`hit ${sayCount(hits, "time")}`] : []),
    ...(close > 0 ? [`close ${sayCount(close, "time")}`] : []),
  ];
  return [
    { bold: name },
    ` (${sayCaller[caller.kind]}): ${counts.join(", ")}`,
    ...(newest ? [", last ", { time: newest }] : []),
  ];
}

function byEndpoint({ events }: Limits): readonly Block[] {
  const places = tally(events.map(placeOf));
  if (places.length === 0) return [];
  const more = places.length - mostEndpoints;
  const apiOf = (name: string) => events.find((event) => placeOf(event) === name)?.api;
  return [
    heading("On what"),
    list(
      places.slice(0, mostEndpoints).map(({ name, count }): Text => {
        const api = apiOf(name);
        return [{ code: name }, `: ${sayCount(count, "time")}${api ? ` (${apis[api]})` : ""}`];
      }),
    ),
    ...(more > 0 ? [note(`and ${sayCount(more, "more endpoint")}`)] : []),
  ];
}

const apis = { management: "Management API", authentication: "Authentication API" } as const;

function worstHour({ hours, stretch }: Limits, { zone }: CommandContext): readonly Block[] {
  const peak = Math.max(0, ...hours);
  if (peak === 0) return [];
  const from = hourOf(stretch.from);
  const at = new Date(from.getTime() + hours.indexOf(peak) * HOUR);
  const series = { name: "Rate-limit events", unit: "events", from, to: stretch.to, hours };
  const perDay = hours.length > 49;
  return [
    ...(peak < fewestDrawn ? [] : chartByHour(series, { zone, perDay })),
    text([`The worst hour began on ${sayWhen(at, zone)}, with ${sayCount(peak, "event")}.`]),
  ];
}

/** Limits of another kind: they protect accounts, not the APIs. */
function blocksOf({ limits, viewer }: Given): readonly Block[] {
  const { counts, blocks } = limits;
  const items = blockTypes.flatMap((type): readonly Text[] => {
    const count = counts.get(type) ?? 0;
    const name = logTypeOf(type)?.name ?? type;
    if (count === 0) return [];
    const where = sayWhere(
      blocks.filter((event) => event.type === type),
      viewer,
    );
    return [
      [{ bold: `${name} (${type})` }, `: ${sayCount(count, "time")}${where && `, ${where}`}`],
    ];
  });
  return items.length > 0 ? [heading("Attack protection, apart from the APIs"), list(items)] : [];
}

function headroom({ tenant }: Given, context: CommandContext): readonly Block[] {
  const quota = context.tenant(tenant.name).quota();
  const plan = sayPlan(tenant);
  const left: Text = quota
    ? [
        { bold: `${quota.remaining} of ${quota.limit} requests` },
        ` to the Management API were left when Auth0 last told, ${sayAge(quota.toldAt, context.now)}.`,
      ]
    : "What is left is not known yet: Watchpost has not asked this tenant's Management API since it started.";
  return [
    heading("Headroom"),
    list([left, ...(plan ? [plan] : [])]),
    ...(plan
      ? []
      : [
          note(
            `Say which plan ${tenant.name} has (plan: in watchpost.yaml) to see what it allows.`,
          ),
        ]),
  ];
}

function todo(shares: readonly Share[]): readonly Block[] {
  const kinds = [...new Set(shares.slice(0, 3).map(({ caller }) => caller.kind))];
  return kinds.map((kind) =>
    text([{ bold: `What to do about ${targets[kind]}: ` }, adviceFor[kind]]),
  );
}

const targets = {
  watchpost: "Watchpost",
  deploy: "our own deploy",
  application: "an application",
  attacker: "an attacker's address",
  address: "an address",
  unknown: "what nobody is named for",
} as const;

function smallPrint({ limits, tenant }: Given, context: CommandContext): readonly Block[] {
  const { counted, stretch, unseen } = limits;
  const from = sayWhen(stretch.from, context.zone);
  const basis = counted
    ? `counted in Watchpost's own archive since ${from}`
    : `${sayCount(limits.events.length, "event")} looked through one by one, since ${from}`;
  const holes = unseen.map(({ why }) => ` Not looked at: ${why}.`).join("");
  const once = " Auth0 tells of a limit once each time it is passed, not of every refused request.";
  return [note(`Tenant ${tenant.name}, ${basis}.${holes}${once}`)];
}

function onward({ tenant, since, limits }: Given, context: CommandContext): readonly Block[] {
  const named = context.tenants.length > 1 ? tenant.name : undefined;
  const codes = [...limits.counts].flatMap(([code, count]) => (count > 0 ? [code] : []));
  if (codes.length === 0) return [];
  return [
    actions(
      { label: "Events", line: sayLine("logs", { type: codes.join(","), since, tenant: named }) },
      { label: "Explain", line: `explain ${codes.slice(0, 4).join(" ")}` },
    ),
  ];
}

export const longestBack = 90 * DAY;
