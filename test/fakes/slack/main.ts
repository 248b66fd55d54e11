import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { readMessage } from "./reading.ts";
import { type FakeSlack, startFakeSlack } from "./slack.ts";

/**
 * The fake Slack as a process of its own, so that it lives on when the bot is killed. Its options are the first
 * argument, as JSON. It prints one line, `{"url", "apiUrl", "control"}`, and ends with its standard input.
 */
const slack = await startFakeSlack(JSON.parse(process.argv[2] ?? "{}"));
const control = createServer((request, response) => {
  void (async () => {
    const path = new URL(request.url ?? "/", slack.url).pathname.replace(/^\/_control\//, "");
    const done = await obey(slack, `${request.method} ${path}`, await bodyOf(request)).catch(
      (error: unknown) => ({ error: String(error) }),
    );
    response.writeHead(done === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(done ?? {}));
  })();
});
await new Promise<void>((listening) => control.listen(0, "127.0.0.1", listening));
const { port } = control.address() as AddressInfo;
process.stdout.write(
  `${JSON.stringify({ url: slack.url, apiUrl: slack.apiUrl, control: `http://127.0.0.1:${port}/_control/` })}\n`,
);
process.stdin.on("end", () => process.exit(0)).resume();

/** What the test asks for; undefined for a path there is not. */
async function obey(fake: FakeSlack, what: string, body: Asked): Promise<unknown> {
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
    case "POST channel":
      fake.setChannel(body.id ?? "", body.state ?? "open");
      return {};
    case "POST advance":
      fake.advance(body.ms ?? 0);
      return {};
    case "POST type":
      return fake.type(body.line ?? "");
    case "POST mention":
      return fake.mention(body.line ?? "");
    case "POST press":
      return fake.press(body.label ?? "");
    case "GET views":
      return fake.views.all;
    case "POST submit":
      return fake.submit(body.values ?? {});
    case "POST close":
      return fake.close();
    case "POST shortcut":
      return fake.shortcut(body.id ?? "");
    default:
      return undefined;
  }
}

interface Asked {
  readonly faults?: Parameters<FakeSlack["faults"]["add"]>;
  readonly settings?: Partial<FakeSlack["settings"]>;
  readonly id?: string;
  readonly state?: Parameters<FakeSlack["setChannel"]>[1];
  readonly ms?: number;
  readonly line?: string;
  readonly label?: string;
  /** What is filled in, by the words beside each field. */
  readonly values?: Parameters<FakeSlack["submit"]>[0];
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? {} : JSON.parse(text);
}
