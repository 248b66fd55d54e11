import autocannon from "autocannon";
import { type Figure, medianOf } from "./figures.ts";
import type { Target } from "./load.ts";
import { slackShot } from "./shots.ts";

const connections = 10;
const seconds = 3;
const rounds = 2;

/** How many slash commands a second are acknowledged at most, ten at a time. `firstId`: beyond it no line was said yet. */
export async function saturate(
  { ours, baseline }: { ours: Target; baseline: Target },
  platforms: string,
  firstId: number,
): Promise<readonly Figure[]> {
  let nth = firstId;
  async function perSecond({ url }: Target): Promise<number> {
    const setupRequest = (request: object) => {
      nth += 1;
      const shot = slackShot(`line${String(nth).padStart(6, "0")}`, nth, platforms);
      return { ...request, ...shot, method: "POST" as const };
    };
    const requests = [{ setupRequest }];
    const { requests: taken, non2xx } = await autocannon({
      url,
      connections,
      duration: seconds,
      requests,
    });
    if (non2xx > 0) throw new Error(`${non2xx} lines were refused at ${url}`);
    return taken.average;
  }

  const found = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    found.baseline.push(await perSecond(baseline));
    found.ours.push(await perSecond(ours));
  }
  return [
    {
      name: `${ours.name}: acknowledged at most, ${connections} at a time`,
      unit: "/s",
      ours: medianOf(found.ours),
      baseline: { name: baseline.name, value: medianOf(found.baseline) },
    },
  ];
}
