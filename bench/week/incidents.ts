import { atomOf, type Incident } from "../../test/e2e/status-feed.ts";
import { type Dependency, serveDependency } from "../counting.ts";
import type { Dice } from "../logs/dice.ts";
import type { World } from "./world.ts";

const course = ["Investigating", "Identified", "Monitoring", "Resolved"] as const;
/** Auth0's own feed shows no more. */
const mostShown = 25;
/** Open at one time. */
const mostOpen = 4;

/** These stand nowhere else. */
export const titleOf = (incident: number): string => `Logins are slow, case c${incident}x`;
export const wordOf = (incident: number, nth: number): string => `word w${incident}n${nth}x`;

/** A status page's feed, in which incidents open, move on and are resolved. */
export interface IncidentFeed extends Dependency {
  /** One of them opens, or moves on. */
  move(): void;
  /** How many updates each incident has. */
  counts(): ReadonlyMap<number, number>;
  readonly reads: number;
}

export async function serveIncidents(world: World, dice: Dice): Promise<IncidentFeed> {
  const incidents: Incident[] = [];
  let reads = 0;
  const dependency = await serveDependency(async ({ url }, response) => {
    const isStatus = url?.startsWith("/feed");
    if (isStatus) reads += 1;
    response
      .writeHead(200, { "content-type": "application/atom+xml", date: world.now().toUTCString() })
      .end(atomOf(isStatus ? incidents.slice(-mostShown).reverse() : []));
  });

  function open(): void {
    const number = incidents.length;
    incidents.push({
      id: `c${number}`,
      title: titleOf(number),
      updated: world.now().toISOString(),
      updates: [updateOf(number, 0, world.now())],
    });
  }

  function moveOn(number: number): void {
    const incident = incidents[number];
    if (!incident) return;
    const { updates } = incident;
    incidents[number] = {
      ...incident,
      updated: world.now().toISOString(),
      updates: [...updates, updateOf(number, updates.length, world.now())],
    };
  }

  const openOnes = () =>
    incidents.flatMap(({ updates }, number) => (updates.length < course.length ? [number] : []));

  return Object.defineProperty(
    Object.assign(dependency, {
      move() {
        const ongoing = openOnes();
        if (ongoing.length === 0 || (ongoing.length < mostOpen && dice.chance(0.3))) open();
        else moveOn(dice.pick(ongoing));
      },
      counts: () => new Map(incidents.map(({ updates }, number) => [number, updates.length])),
    }),
    "reads",
    { get: () => reads },
  ) as unknown as IncidentFeed;
}

function updateOf(number: number, nth: number, now: Date): Incident["updates"][number] {
  const status = course[nth] ?? "Resolved";
  const text = `We are looking into it: ${wordOf(number, nth)}.`;
  return { at: timeOf(now), status, text };
}

/** As Auth0's feed writes times: without a year. */
function timeOf(now: Date): string {
  const [, day, month, , time] = now.toUTCString().split(" ");
  return `${month} ${day}, ${time?.slice(0, 5)} UTC`;
}
