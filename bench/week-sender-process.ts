import { appendFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import { makeEvents } from "./logs/maker.ts";

/** Streams a day of a tenant's log as Auth0 would: each delivery is sent again until it is acknowledged. */
export interface WeekJob {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** When the day ends, in milliseconds. */
  readonly end: number;
  readonly seed: number;
  /** Where the ids of what was acknowledged are written, a line each. */
  readonly ids: string;
}

export interface WeekSent {
  readonly events: number;
  /** Deliveries that had to be sent again, or were sent twice on purpose. */
  readonly again: number;
}

/** A hundredth of a second's worth would be many requests, ten seconds' worth would come in lumps. */
const perDelivery = 50;
const pauseMs = 300;
/** Auth0 delivers at least once: so many come twice although they were acknowledged. */
const twiceOf = 50;
const agent = new Agent({ keepAlive: true });

process.on("message", (job: WeekJob) => {
  run(job).then(
    (sent) => process.send?.(sent),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.({ ready: true });

async function run({ perSecond, seconds, end, seed, ...door }: WeekJob): Promise<WeekSent> {
  const count = Math.round(perSecond * seconds);
  const everyMs = (1000 * perDelivery) / perSecond;
  const begun = performance.now();
  const under: Promise<number>[] = [];
  let batch: { readonly id: string; readonly line: string }[] = [];
  const send = () => {
    under.push(deliver(door, batch, under.length));
    batch = [];
  };
  for (const event of makeEvents({ count, days: 1, end: new Date(end), seed })) {
    const line = JSON.stringify({ log_id: event.log_id, data: event });
    batch.push({ id: event.log_id, line });
    if (batch.length < perDelivery) continue;
    send();
    await after(Math.max(0, begun + under.length * everyMs - performance.now()));
  }
  if (batch.length > 0) send();
  const tries = await Promise.all(under);
  return { events: count, again: tries.filter((many) => many > 1).length };
}

type Door = Pick<WeekJob, "url" | "token" | "ids">;

/** @returns how often it was sent. */
async function deliver(
  door: Door,
  batch: readonly { readonly id: string; readonly line: string }[],
  nth: number,
): Promise<number> {
  const body = batch.map(({ line }) => line).join("\n");
  for (let tries = 1; ; tries += 1) {
    if ((await post(door, body)) === 200) {
      appendFileSync(door.ids, batch.map(({ id }) => `${id}\n`).join(""));
      if (nth % twiceOf !== 0) return tries;
      await post(door, body);
      return tries + 1;
    }
    await after(pauseMs);
  }
}

/** The status; 0 where no answer came. */
function post({ url, token }: Door, body: string): Promise<number> {
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
