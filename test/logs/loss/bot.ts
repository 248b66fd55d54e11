import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createTenant } from "../../../adapters/auth0/tenant.ts";
import { sqliteArchive } from "../../../adapters/sql/sqlite-archive.ts";
import { HOUR } from "../../../src/core/clock.ts";
import { Secret } from "../../../src/core/secret.ts";
import { openArchive } from "../../../src/logs/archive.ts";
import { usualPace } from "../../../src/logs/reading/pace.ts";
import { createLogReaders } from "../../../src/logs/reading/readers.ts";
import { openLogStreams } from "../../../src/logs/streams.ts";
import { type WorldTime, worldClock } from "./world-clock.ts";

// What of the bot keeps logs, to be killed: the archive in its thread, the door for the stream, the adapter for Auth0 and
// the readers. Time is as fast as it is told. It says on standard output where it listens: the stream's door, and
// GET /coverage.

export interface Start {
  readonly file: string;
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
  readonly world: WorldTime;
}

const start = JSON.parse(process.argv[2] ?? "{}") as Start;
const clock = worldClock(start.world);
const log = {
  info: () => {},
  warn: () => {},
  error: (details: object, words: string) =>
    process.stderr.write(`${words} ${JSON.stringify(details)}\n`),
};
const archive = await openArchive({ engine: sqliteArchive({ file: start.file }), clock, log });
const secret = new Secret(start.clientSecret);
const tenant = createTenant({
  name: "prod",
  domain: "acme.us.auth0.com",
  origin: start.origin,
  credentials: { clientId: start.clientId, clientSecret: secret },
  plan: "enterprise",
  clock,
  log,
  timeoutMs: HOUR,
});
const logStream = { token: new Secret(start.token) };
const readers = createLogReaders({
  tenants: [{ name: "prod", management: {}, logStream, logs: { read: true } }],
  tenant: () => tenant,
  archive,
  subjects: { observe: async () => {}, find: async () => [] },
  zone: "UTC",
  // A fast clock does not shorten the moments between requests.
  pace: { ...usualPace, gapMs: 0 },
  clock,
  log,
  onObserved: () => {},
});
let door: Parameters<Parameters<typeof openLogStreams>[0]["mountUnder"]>[1] = () => {};
openLogStreams({
  tenants: [{ name: "prod", logStream }],
  intake: archive,
  clock,
  log,
  mountUnder(_prefix, listener) {
    door = listener;
  },
});
const server = createServer((request, response) => {
  if (request.url !== "/coverage") return door(request, response);
  void archive.coverage("prod").then((coverage) => {
    response.end(JSON.stringify({ ...coverage, reading: readers.reading("prod") }));
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
setInterval(() => void readers.tick(), 20);
