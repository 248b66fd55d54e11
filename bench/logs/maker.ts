import { createDice, type Dice, mix, ownHex } from "./dice.ts";
import { happenings } from "./happenings.ts";
import type { Particulars, Scene } from "./scene.ts";
import {
  type App,
  addressOf,
  apps,
  type Browser,
  browserOf,
  loginHost,
  machines,
  type Place,
  places,
  tenantHost,
  tenantName,
  userOf,
} from "./world.ts";

/** An event as a tenant's log has it. */
export interface MadeEvent {
  readonly log_id: string;
  readonly date: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface MakerOptions {
  readonly count: number;
  readonly end: Date;
  readonly days: number;
  readonly seed?: number;
}

const hourMs = 3_600_000;
const whole = happenings.reduce((sum, [, share]) => sum + share, 0);
const byMachines = new Set([
  "seccft",
  "feccft",
  "sapi",
  "fapi",
  "mgmt_api_read",
  "api_limit",
  "api_limit_warning",
  "depnote",
]);
/** What attackers leave, and a flood of requests. */
const attacks = ["fu", "fu", "fu", "fp", "fp", "limit_wc", "pwd_leak"];
const floods = ["api_limit", "api_limit", "api_limit_warning"];
const makers = new Map(happenings.map(([type, , make]) => [type, make]));

/**
 * A tenant's log as it comes in, the same for the same options: a mix of types with a long tail, few users and applications
 * that are often there and many that seldom are, the rhythm of days and weeks, an attack or a flood of requests now and then.
 * Some 1.34 KB each as JSON. Events come in some seconds after they happened, so their own times are a little disordered.
 */
export function* makeEvents({ count, end, days, seed = 1 }: MakerOptions): Generator<MadeEvent> {
  const dice = createDice(seed);
  const users = Math.max(200, Math.min(400_000, Math.round(count / 8)));
  const begin = end.getTime() - days * hourMs * 24;
  const hours = hoursOf(begin, days * 24);
  const total = hours.reduce((sum, { weight }) => sum + weight, 0);
  let [made, due] = [0, 0];
  for (const [nth, { from, weight, mood }] of hours.entries()) {
    due += weight;
    const until = nth === hours.length - 1 ? count : Math.round((due / total) * count);
    const step = hourMs / Math.max(1, until - made);
    for (let at = from; made < until; at += step, made += 1) {
      yield eventAt({ dice, mood, users, nth: made, seenAt: Math.floor(at + dice.next() * step) });
    }
  }
}

type Mood = "calm" | "attack" | "flood";
interface Hour {
  readonly from: number;
  readonly weight: number;
  readonly mood: Mood;
}

function hoursOf(begin: number, count: number): readonly Hour[] {
  return Array.from({ length: count }, (_, nth) => {
    const from = begin + nth * hourMs;
    const at = new Date(from);
    const day = Math.max(0, Math.sin(((at.getUTCHours() - 5) / 24) * 2 * Math.PI));
    const weekend = at.getUTCDay() % 6 === 0 ? 0.55 : 1;
    const luck = mix(nth, 91) % 1000;
    const mood: Mood = luck < 6 ? "attack" : luck < 12 ? "flood" : "calm";
    const crowd = { calm: 1, attack: 2.2, flood: 1.3 }[mood];
    return { from, weight: (0.4 + 0.9 * day) * weekend * crowd, mood };
  });
}

interface Moment {
  readonly dice: Dice;
  readonly mood: Mood;
  readonly users: number;
  readonly nth: number;
  readonly seenAt: number;
}

function eventAt({ dice, mood, users, nth, seenAt }: Moment): MadeEvent {
  const attack = mood === "attack" && dice.chance(0.55);
  const type = typeOf(dice, attack, mood);
  const machine = byMachines.has(type);
  const user = userOf(attack ? dice.below(users) : dice.rank(users, 0.85));
  const app = machine
    ? (machines[dice.rank(machines.length, 1)] as App)
    : (apps[dice.rank(apps.length, 1.05)] as App);
  const ip = ipOf(dice, { attack, machine, user: user.number });
  const at = seenAt - Math.floor(dice.next() * dice.next() * 4000);
  const scene: Scene = { dice, user, app, ip, at, attack };
  const particulars = makers.get(type)?.(scene) ?? { details: {} };
  return compose({ type, id: idOf(seenAt, nth, dice), scene, particulars, machine });
}

function typeOf(dice: Dice, attack: boolean, mood: Mood): string {
  if (attack) return dice.pick(attacks);
  if (mood === "flood" && dice.chance(0.2)) return dice.pick(floods);
  let rest = dice.next() * whole;
  for (const [type, share] of happenings) {
    rest -= share;
    if (rest < 0) return type;
  }
  return "s";
}

function ipOf(
  dice: Dice,
  { attack, machine, user }: { attack: boolean; machine: boolean; user: number },
): string {
  if (attack) return addressOf(9_000_000 + dice.below(3000));
  if (machine) return addressOf(8_000_000 + dice.rank(60, 1));
  // Some are at work, where many share one address.
  if (dice.chance(0.18)) return addressOf(7_000_000 + dice.rank(400, 1));
  return addressOf(user * 3 + (dice.chance(0.8) ? 0 : dice.below(3)));
}

/** `900`, when it was seen, and what tells apart the events of one moment. */
function idOf(seenAt: number, nth: number, dice: Dice): string {
  const stamp = new Date(seenAt).toISOString().replace(/\D/g, "");
  const micros = String(dice.below(1000)).padStart(3, "0");
  return `900${stamp}${micros}00000000000000122337203${String(nth).padStart(10, "0")}`;
}

function compose(given: {
  readonly type: string;
  readonly id: string;
  readonly scene: Scene;
  readonly particulars: Particulars;
  readonly machine: boolean;
}): MadeEvent {
  const { type, id, scene, particulars, machine } = given;
  const { user, app, at, dice, ip, attack } = scene;
  const browser = machine || attack ? program : browserOf(mix(user.number, 61 + dice.below(2)));
  return {
    date: new Date(at).toISOString(),
    type,
    description: particulars.description,
    ...connectionIn(scene, particulars),
    client_id: app.id,
    client_name: app.name,
    ip,
    user_agent: browser.words,
    details: particulars.details,
    hostname: machine ? tenantHost : loginHost,
    ...personIn(scene, particulars),
    audience: particulars.audience,
    scope: particulars.scope,
    ...(machine ? {} : deviceOf(scene)),
    tenant_name: tenantName,
    environment_name: "prod-us-1",
    location_info: located(machine ? (places[0] as Place) : user.place),
    isMobile: browser.mobile,
    log_id: id,
    $event_schema: { version: "1.0.0" },
  };
}

function connectionIn({ user: { connection } }: Scene, { direct, nobody }: Particulars): object {
  if (direct) return { connection_id: "" };
  const { name, id, strategy, kind } = connection;
  const way = nobody ? {} : { strategy, strategy_type: kind };
  return { connection: name, connection_id: id, ...way };
}

function personIn({ user }: Scene, { nobody }: Particulars): object {
  if (nobody) return { user_id: "", user_name: "" };
  const { id, name, organization } = user;
  const at = organization && {
    organization_id: organization.id,
    organization_name: organization.name,
  };
  return { user_id: id, user_name: name, ...at };
}

const deviceOf = ({ app, dice, user }: Scene): object => ({
  ...(app.inBrowser ? { auth0_client: { name: "auth0-spa-js", version: "2.1.3" } } : {}),
  ...(dice.chance(0.45) ? { security_context: fingerprints[mix(user.number, 71) % 300] } : {}),
});

const program: Browser = { words: "Python Requests 2.32.0 / Other 0.0.0", mobile: false };

const fingerprints = Array.from({ length: 300 }, (_, nth) => ({
  ja3: ownHex(nth, 72, 32),
  ja4: `t13d1516h2_${ownHex(nth, 74, 12)}_${ownHex(nth, 76, 12)}`,
}));

const located = ({ country: [code, code3, name], city, at, zone, continent }: Place) => ({
  country_code: code,
  country_code3: code3,
  country_name: name,
  city_name: city,
  latitude: at[0],
  longitude: at[1],
  time_zone: zone,
  continent_code: continent,
});
