import { createServer } from "node:net";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";

const subject = "Local chat";
const patienceMs = 2000;

export const listens = (address: string): ProbeResult => ({
  subject,
  ok: true,
  detail: `It listens at ${address}.`,
});

export const closed: ProbeResult = {
  subject,
  ok: false,
  detail: "It is not listening.",
  fix: "Start Watchpost; if it is running, its log says why the page did not open.",
};

export const unbuilt = (detail: string): ProbeResult => ({
  subject,
  ok: false,
  detail,
  fix: "Run `npm run build`, then start Watchpost again.",
});

/** Before a start: whether there would be a port to listen on, or whether another Watchpost has it already. */
export async function probePort(port: number): Promise<ProbeResult> {
  if (await isFree(port)) return { subject, ok: true, detail: `It can listen on port ${port}.` };
  if (await isWatchpost(port)) return listens(`http://127.0.0.1:${port}`);
  return {
    subject,
    ok: false,
    detail: `Another program has port ${port}, or this user may not open it.`,
    fix: "Choose another port with local.port in the settings, or 0 for any that is free.",
  };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}

async function isWatchpost(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs);
  const asked = fetch(`http://127.0.0.1:${port}/api/local/about`, { signal });
  const about = await asked.then((response) => response.json()).catch(() => undefined);
  return typeof about === "object" && about !== null && "newest" in about;
}
