import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const samples = "../shared/samples/auth0/";

/** What a tenant answered when its configuration was exported, and when an SDK was tried. */
export const recordings = {
  exported: `${samples}tenant-config-deploy-cli-recording.json`,
  tried: `${samples}management-api-samples.json`,
} as const;
export const isThere = (path: string): boolean => existsSync(path);

const exchange = z.object({
  method: z.string(),
  path: z.string(),
  status: z
    .union([z.number(), z.string()])
    .transform((given) => Number.parseInt(String(given), 10)),
  response: z.unknown().optional(),
  body: z.unknown().optional(),
});
type Exchange = z.infer<typeof exchange>;

/** Answers on loopback with what was recorded: by path, whatever the query; lists recorded in parts as one. */
export async function startRecordedTenant(
  recording: string,
  pick: (exchange: Pick<Exchange, "path" | "status">) => boolean = () => true,
) {
  const all = z.array(exchange).parse(JSON.parse(readFileSync(recording, "utf8")));
  const told = all.filter((each) => each.method === "GET" && pick(each));
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? "").split("?", 1)[0] ?? "";
    const found = told.filter((each) => each.path.split("?", 1)[0] === path);
    const status = path === "/oauth/token" ? 200 : (found[0]?.status ?? 404);
    outgoing.writeHead(status, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(path === "/oauth/token" ? token : answerOf(found)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

const token = { access_token: "a-token", token_type: "Bearer", expires_in: 86_400 };
const nothing = { statusCode: 404, error: "Not Found", message: "Nothing was recorded there" };

function answerOf(found: readonly Exchange[]): unknown {
  const bodies = found.map(({ response, body }) => response ?? body);
  const [first = nothing, ...others] = bodies;
  return others.length === 0
    ? first
    : merged(bodies.map((body) => z.record(z.string(), z.unknown()).parse(body)));
}

/** Applications were asked for twice: the tenant's own placeholder, and all others. */
function merged(bodies: readonly Record<string, unknown>[]): unknown {
  const clients = bodies.flatMap(({ clients: some }) => z.array(z.unknown()).parse(some));
  return { ...bodies[0], clients, total: clients.length };
}
