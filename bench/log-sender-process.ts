import { Agent, request } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import { makeEvents } from "./logs/maker.ts";

/** Sends a log stream at a steady rate, whether or not earlier deliveries were answered; each is timed from when it was due. */
export interface SendJob {
  readonly url: string;
  readonly token: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** What became of the deliveries. */
export interface Sent {
  readonly events: number;
  /** Events that were said to be new. */
  readonly kept: number;
  readonly refused: number;
  readonly tookMs: readonly number[];
}

const perDelivery = 500;
const agent = new Agent({ keepAlive: true });

process.once("message", (job: SendJob) => {
  // Made before it is asked for: thinking events up takes the time of sending them.
  const bodies = bodiesOf(job.perSecond * job.seconds);
  process.send?.({ ready: true });
  process.once("message", () => {
    send(job, bodies).then(
      (sent) => process.send?.(sent),
      (error: unknown) => {
        throw error;
      },
    );
  });
});

function bodiesOf(count: number): readonly Buffer[] {
  const bodies: Buffer[] = [];
  let lines: string[] = [];
  for (const event of makeEvents({ count, days: 1, end: new Date() })) {
    lines.push(JSON.stringify({ log_id: event.log_id, data: event }));
    if (lines.length === perDelivery) {
      bodies.push(Buffer.from(lines.join("\n")));
      lines = [];
    }
  }
  return bodies;
}

async function send(job: SendJob, bodies: readonly Buffer[]): Promise<Sent> {
  const tookMs: number[] = [];
  let [kept, refused] = [0, 0];
  const begun = performance.now() + 100;
  const pauseMs = (1000 * perDelivery) / job.perSecond;
  const answers = bodies.map(async (body, nth) => {
    const due = begun + nth * pauseMs;
    await after(Math.max(0, due - performance.now()));
    const { status, words } = await deliver(job, body);
    tookMs.push(performance.now() - due);
    if (status === 200) kept += Number(/^(\d+) new/.exec(words)?.[1] ?? 0);
    else refused += 1;
  });
  await Promise.all(answers);
  return { events: bodies.length * perDelivery, kept, refused, tookMs };
}

function deliver(
  { url, token }: SendJob,
  body: Buffer,
): Promise<{ readonly status: number; readonly words: string }> {
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, words: "" });
    const headers = { authorization: token, "content-length": body.length };
    const sent = request(url, { method: "POST", headers, agent }, (response) => {
      let words = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        words += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, words }));
      response.on("error", failed);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}
