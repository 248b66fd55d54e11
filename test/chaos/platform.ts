import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

// A chat platform in a process of its own: it lives on when the bot is killed, and its record is the truth.
//
//   POST /send     {kind, conversation, thread?, id?, text}  → {id} · 403 archived · 404 gone · 429 · 500 · 503
//   POST /faults   {chance, kinds, seed}                     how often requests meet which faults
//   POST /archive  {conversation, archived}
//   POST /mark     {what}                                    noted in the record, in order: after all that was sent before
//   GET  /record                                             everything that happened, in order

export interface Recorded {
  /** post, edit: committed. Else what `/mark` said. */
  readonly what: "post" | "edit" | string;
  readonly conversation?: string;
  readonly thread?: string;
  readonly id?: string;
  readonly text?: string;
  /** False: committed, but the bot was never told. */
  readonly answered?: boolean;
}

export type Fault = "drop-before" | "drop-after" | "throttle" | "error" | "slow";

interface Sent {
  readonly kind: "post" | "edit";
  readonly conversation: string;
  readonly thread?: string;
  readonly id?: string;
  readonly text: string;
}

const record: Recorded[] = [];
const shown = new Set<string>();
const archived = new Set<string>();
let faults: { chance: number; kinds: readonly Fault[] } = { chance: 0, kinds: [] };
let random = seeded(1);
let last = 0;

const server = createServer((request, response) => {
  // Who is killed in the middle of a request has sent nothing.
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.stdin.resume().once("end", () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request);
  switch (request.url) {
    case "/send":
      return send(body as Sent, response);
    case "/faults": {
      const { seed, ...given } = body as typeof faults & { seed: number };
      faults = given;
      random = seeded(seed);
      return json(response, 200, {});
    }
    case "/archive": {
      const { conversation, archived: closed } = body as {
        conversation: string;
        archived: boolean;
      };
      if (closed) archived.add(conversation);
      else archived.delete(conversation);
      return json(response, 200, {});
    }
    case "/mark":
      await allTaken();
      record.push({ what: (body as { what: string }).what });
      return json(response, 200, {});
    default:
      return json(response, 200, record);
  }
}

/** What was sent before is here already, but perhaps not looked at: a connection is taken in one turn, and read in the next. */
async function allTaken(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((next) => setImmediate(next));
}

async function send(sent: Sent, response: ServerResponse): Promise<void> {
  const fault =
    random() < faults.chance ? faults.kinds[Math.floor(random() * faults.kinds.length)] : undefined;
  if (fault === "drop-before") return void response.destroy();
  if (fault === "throttle") return json(response, 429, {}, { "retry-after-ms": "40" });
  if (fault === "error") return json(response, 500, {});
  if (archived.has(sent.conversation)) return json(response, 403, {});
  if (sent.kind === "edit" && !shown.has(sent.id ?? "")) return json(response, 404, {});
  const id = commit(sent, fault !== "drop-after");
  if (fault === "drop-after") return void response.destroy();
  if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, 60));
  json(response, 200, { id });
}

function commit({ kind, id, ...sent }: Sent, answered: boolean): string {
  last += 1;
  const given = kind === "edit" && id ? id : `m${last}`;
  shown.add(given);
  record.push({ what: kind, ...sent, id: given, answered });
  return given;
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify(body));
}

/** mulberry32: small and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
