import { Agent, request } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import { makeEvents } from "./logs/maker.ts";

/** Streams a week of a tenant's log as Auth0 would: each delivery is sent again until it is acknowledged. */
export interface WeekJob {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface WeekSent {
  readonly events: number;
  /** Deliveries that had to be sent again. */
  readonly again: number;
}

/** A hundredth of a second's worth would be many requests, ten seconds' worth would come in lumps. */
const perDelivery = 50;
const days = 7;
const pauseMs = 300;
const agent = new Agent({ keepAlive: true });

process.once("message", (job: WeekJob) => {
  run(job).then(
    (sent) => process.send?.(sent),
    (error: unknown) => {
      throw error;
    },
  );
});

async function run({ perSecond, seconds, ...door }: WeekJob): Promise<WeekSent> {
  const count = perSecond * seconds;
  const everyMs = (1000 * perDelivery) / perSecond;
  const begun = performance.now();
  const under: Promise<number>[] = [];
  let [lines, ids]: [string[], Set<string>] = [[], new Set()];
  for (const event of makeEvents({ count, days, end: new Date() })) {
    ids.add(event.log_id);
    lines.push(JSON.stringify({ log_id: event.log_id, data: event }));
    if (lines.length < perDelivery) continue;
    under.push(deliver(door, lines.join("\n")));
    lines = [];
    await after(Math.max(0, begun + under.length * everyMs - performance.now()));
  }
  if (lines.length > 0) under.push(deliver(door, lines.join("\n")));
  const tries = await Promise.all(under);
  return { events: ids.size, again: tries.filter((many) => many > 1).length };
}

/** @returns how often it had to be sent. */
async function deliver(door: Pick<WeekJob, "url" | "token">, body: string): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    if ((await post(door, body)) === 200) return tries;
    await after(pauseMs);
  }
}

/** The status; 0 where no answer came. */
function post({ url, token }: Pick<WeekJob, "url" | "token">, body: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { authorization: token, "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method: "POST", headers, agent, timeout: 20_000 }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", () => resolve(0));
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}
