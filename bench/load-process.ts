import { Agent, request } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import type { Job, Taken } from "./load.ts";
import { type Shot, slackShot, teamsShots } from "./shots.ts";

/**
 * Sends lines at a steady rate to several listeners side by side, whether or not earlier ones were answered, and
 * measures each from the moment it was due: a listener that stalls cannot hide the lines that had to wait for it.
 */
const agent = new Agent({ keepAlive: true });
/** Slack's own patience is 3 s, Teams' 15 s. */
const patienceMs = 15_000;

process.on("message", (job: Job) => {
  run(job).then(
    (taken) => process.send?.(taken),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.({ ready: true });

async function run(job: Job): Promise<Taken> {
  const taken: Taken = Object.fromEntries(
    job.targets.map(({ name }) => [name, { tookMs: [], refused: 0, ids: [] }]),
  );
  const { pace } = job;
  const sendNth = sender(job, taken);
  if ("atOnce" in pace) await burst(pace.atOnce, pace.count * job.targets.length, sendNth);
  else await steadily(pace, job.targets.length, sendNth);
  return taken;
}

/** `due`: when the line should have been sent, by `performance.now()`. */
type SendNth = (nth: number, due: number) => Promise<void>;

/** The targets take turns. */
function sender({ targets, firstId, platforms, authorization }: Job, taken: Taken): SendNth {
  const teamsShot = teamsShots(platforms, authorization);
  return async (nth, due) => {
    const target = targets[nth % targets.length];
    const into = target && taken[target.name];
    if (!(target && into)) return;
    const id = `line${String(firstId + nth).padStart(6, "0")}`;
    const turn = Math.floor(nth / targets.length);
    const shot = target.kind === "slack" ? slackShot(id, turn, platforms) : teamsShot(id, turn);
    const status = await send(target.url, shot);
    into.tookMs.push(performance.now() - due);
    if (status === 200) into.ids.push(id);
    else into.refused += 1;
  };
}

async function steadily(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  targets: number,
  sendNth: SendNth,
): Promise<void> {
  const pauseMs = 1000 / perSecond / targets;
  const count = perSecond * seconds * targets;
  const begun = performance.now() + 100;
  const answers: Promise<void>[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const due = begun + nth * pauseMs;
    if (due > performance.now()) await after(due - performance.now());
    answers.push(sendNth(nth, due));
  }
  await Promise.all(answers);
}

async function burst(atOnce: number, count: number, sendNth: SendNth): Promise<void> {
  let next = 0;
  async function one(): Promise<void> {
    while (next < count) {
      next += 1;
      await sendNth(next - 1, performance.now());
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** The status; 0 where no answer came. */
function send(url: string, { headers, body }: Shot): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(
      url,
      { method: "POST", headers, agent, timeout: patienceMs },
      (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
        response.on("error", () => resolve(0));
      },
    );
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => resolve(0));
    sent.setHeader("content-length", Buffer.byteLength(body));
    sent.end(body);
  });
}
