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

/** What a test may ask for. */
const orders: Readonly<Record<string, (fake: FakeSlack, body: Asked) => unknown>> = {
  "GET record": (fake) => ({ operations: fake.world.operations, calls: fake.calls }),
  "GET messages": (fake) =>
    fake.world.messages.map((message) => ({ ...message, read: readMessage(message) })),
  "GET views": (fake) => fake.views.all,
  "POST faults": (fake, body) => fake.faults.add(...(body.faults ?? [])),
  "DELETE faults": (fake) => fake.faults.clear(),
  "POST settings": (fake, body) => Object.assign(fake.settings, body.settings),
  "POST channel": (fake, body) => fake.setChannel(body.id ?? "", body.state ?? "open"),
  "POST advance": (fake, body) => fake.advance(body.ms ?? 0),
  "POST type": (fake, body) => fake.type(body.line ?? ""),
  "POST mention": (fake, body) => fake.mention(body.line ?? ""),
  "POST press": (fake, body) => fake.press(body.label ?? ""),
  "POST submit": (fake, body) => fake.submit(body.values ?? {}),
  "POST dismiss": (fake) => fake.dismiss(),
  "POST shortcut": (fake, body) => fake.shortcut(body.id ?? ""),
};

/** Undefined for a path there is not. */
async function obey(fake: FakeSlack, what: string, body: Asked): Promise<unknown> {
  const order = Object.hasOwn(orders, what) ? orders[what] : undefined;
  return order && ((await order(fake, body)) ?? {});
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
