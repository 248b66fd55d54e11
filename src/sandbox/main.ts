import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { DAY } from "../core/clock.ts";
import { pretendTenant } from "./credentials.ts";
import { startSandbox } from "./server.ts";

// The sandbox in a process of its own: prints `{"url":"http://127.0.0.1:…"}` as one line once it
// listens. It ends on SIGTERM and SIGINT, and when its standard input closes: so it outlives no parent.
// A line `{"stream":{"url":"…","token":"…"}}` on its standard input has the tenant's log sent there.

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    began: { type: "string", default: new Date().toISOString() },
    domain: { type: "string", default: pretendTenant.domain },
  },
});
const began = new Date(values.began);
if (Number.isNaN(began.getTime())) {
  throw new TypeError(`--began ${values.began} is not a date; write one like 2026-11-22T18:00:00Z`);
}
const sandbox = await startSandbox({
  port: Number(values.port),
  began,
  clock: { now: () => new Date() },
  tenant: { domain: values.domain, past: { before: 5 * DAY, perMinute: 3 } },
});

const end = () => {
  process.stdin.destroy();
  void sandbox.close();
};
process.once("SIGTERM", end);
process.once("SIGINT", end);
// Without a reader an end would never be noticed.
process.stdin.once("end", end).once("error", end);
createInterface({ input: process.stdin }).on("line", (line) => {
  const { stream } = JSON.parse(line) as { stream?: { url: string; token: string } };
  if (stream) sandbox.streamTo(stream);
});
process.stdout.write(`${JSON.stringify({ url: sandbox.url })}\n`);
