import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Activity, Speaking } from "./driver.ts";
import type { Fault } from "./faults.ts";
import type { TokenKind } from "./keys.ts";
import { readMessage } from "./reading.ts";
import { type FakeTeams, startFakeTeams } from "./teams.ts";

/**
 * The fake Teams as a process of its own, so that it lives on when the bot is killed. Its options are the first
 * argument, as JSON. It prints one line, `{"url", "serviceUrl", "section", "control"}`, and ends with its standard input.
 */
const teams = await startFakeTeams(JSON.parse(process.argv[2] ?? "{}"));
const control = createServer((request, response) => {
  void (async () => {
    const path = new URL(request.url ?? "/", teams.url).pathname.replace(/^\/_control\//, "");
    const done = await obey(teams, `${request.method} ${path}`, await bodyOf(request)).catch(
      (error: unknown) => ({ error: String(error) }),
    );
    response.writeHead(done === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(done ?? {}));
  })();
});
await new Promise<void>((listening) => control.listen(0, "127.0.0.1", listening));
const { port } = control.address() as AddressInfo;
const { url, serviceUrl, section } = teams;
process.stdout.write(
  `${JSON.stringify({ url, serviceUrl, section, control: `http://127.0.0.1:${port}/_control/` })}\n`,
);
process.stdin.on("end", () => process.exit(0)).resume();

/** What the test asks for; undefined for a path there is not. */
async function obey(fake: FakeTeams, what: string, body: Asked): Promise<unknown> {
  switch (what) {
    case "GET record":
      return { operations: fake.world.operations, calls: fake.calls };
    case "GET messages":
      return fake.world.messages.map((message) => ({ ...message, read: readMessage(message) }));
    case "POST faults":
      fake.faults.add(...(body.faults ?? []));
      return {};
    case "DELETE faults":
      fake.faults.clear();
      return {};
    case "POST settings":
      Object.assign(fake.settings, body.settings);
      return fake.settings;
    case "POST conversation":
      Object.assign(fake.world.conversations.get(body.id ?? "") ?? {}, body.state);
      return {};
    case "POST say":
      return fake.say(body.line ?? "", body.how);
    case "POST again":
      return fake.again();
    case "POST press":
      return fake.press(body.label ?? "");
    case "POST install":
      return fake.install(body.action ?? "add", body.id);
    case "POST deliver":
      return fake.deliver(body.activity ?? {}, body.token);
    default:
      return undefined;
  }
}

interface Asked {
  readonly faults?: readonly Fault[];
  readonly settings?: Partial<FakeTeams["settings"]>;
  readonly id?: string;
  readonly state?: { readonly installed?: boolean; readonly targeted?: boolean };
  readonly line?: string;
  readonly how?: Speaking;
  readonly label?: string;
  readonly action?: Parameters<FakeTeams["install"]>[0];
  readonly activity?: Activity;
  readonly token?: TokenKind;
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? {} : JSON.parse(text);
}
