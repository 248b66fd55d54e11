import { readFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { UpstreamError, UserError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { createRequester, type Requester, type RequesterOptions } from "../../src/feeds/request.ts";
import { createOutgoing } from "../../src/outgoing/outgoing.ts";
import { serve } from "./servers.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), "utf8");
const certificate = fixture("test-only-certificate.pem");
const key = fixture("test-only-key.pem");

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface Wish extends Partial<RequesterOptions> {
  readonly trusted?: readonly string[];
  readonly secret?: boolean;
}

function get(url: string, wish: Wish = {}) {
  const requester: Requester = createRequester({ userAgent: "Watchpost/test", allow: [], ...wish });
  open.push(requester);
  return requester.get(url, {
    trusted: new Set(wish.trusted ?? [new URL(url).origin]),
    secret: wish.secret ?? false,
    signal: AbortSignal.timeout(10_000),
  });
}
const textOf = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes);
const failure = (url: string, wish: Wish = {}) =>
  get(url, wish).then(
    () => "answered",
    (error: unknown) =>
      error instanceof UpstreamError || error instanceof UserError
        ? error.message.replace(/127\.0\.0\.1:\d+/g, "HOST")
        : `a bug: ${String(error)}`,
  );

async function listen(server: Server | ReturnType<typeof createProxy>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return (server.address() as AddressInfo).port;
}

async function serveSafely(body: string, location?: string): Promise<string> {
  const server = createServer({ cert: certificate, key }, (_, response) => {
    if (location) response.writeHead(302, { location }).end();
    else response.end(body);
  });
  return `https://127.0.0.1:${await listen(server)}`;
}

describe("outgoing.ca", () => {
  it("lets a server be read whose certificate nobody else vouches for", async () => {
    const origin = await serveSafely("private");
    expect(await failure(origin)).toBe(
      "HOST has a certificate that is not trusted here (outgoing.ca can name its authority).",
    );
    expect(textOf(await get(origin, { ca: certificate }))).toBe("private");
  });

  it("counts for addresses that people name as well", async () => {
    const origin = await serveSafely("private");
    const wish = { trusted: [], allow: ["127.0.0.0/8"] };
    expect(await failure(origin, wish)).toContain("certificate that is not trusted");
    expect(textOf(await get(origin, { ...wish, ca: certificate }))).toBe("private");
  });
});

describe("a secret address", () => {
  it("is not sent on to plain http, where it could be read on the way", async () => {
    const asked: string[] = [];
    const plain = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.end("read by others");
    });
    const origin = await serveSafely("", `${plain}/?token=s3cret`);
    const wish = { ca: certificate, trusted: [origin, plain] };
    expect(await failure(`${origin}/?token=s3cret`, { ...wish, secret: true })).toBe(
      "HOST redirects a secret address to plain http.",
    );
    expect(asked).toEqual([]);
    expect(textOf(await get(`${origin}/`, wish))).toBe("read by others");
  });

  it("may be redirected from https to https", async () => {
    const target = await serveSafely("safe");
    const origin = await serveSafely("", target);
    const wish = { ca: certificate, trusted: [origin, target], secret: true };
    expect(textOf(await get(origin, wish))).toBe("safe");
  });
});

/** A proxy that connects wherever it is told, and remembers where that was. */
async function startProxy() {
  const asked: string[] = [];
  const proxy = createProxy((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(400).end();
  });
  proxy.on("connect", (request, client: Socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
    open.push({
      close: () => {
        client.destroy();
        upstream.destroy();
      },
    });
  });
  const port = await listen(proxy);
  return { url: `http://127.0.0.1:${port}`, asked };
}

describe("outgoing.proxy", () => {
  it("is asked for every address, http or https", async () => {
    const plain = await serve((_, response) => response.end("plain"));
    const safe = await serveSafely("safe");
    const proxy = await startProxy();
    expect(textOf(await get(plain, { proxy: new Secret(proxy.url) }))).toBe("plain");
    expect(textOf(await get(safe, { proxy: new Secret(proxy.url), ca: certificate }))).toBe("safe");
    expect(proxy.asked).toEqual([plain, safe].map((origin) => `CONNECT ${new URL(origin).host}`));
  });

  it("is never asked for a private address that a person named", async () => {
    const inside = await serve((_, response) => response.end("inside"));
    const proxy = await startProxy();
    const refused = "HOST is not a public address, and is not read.";
    expect(await failure(inside, { proxy: new Secret(proxy.url), trusted: [] })).toContain(refused);
    const named = `http://inside.example:${new URL(inside).port}/`;
    expect(
      await failure(named, {
        proxy: new Secret(proxy.url),
        trusted: [],
        resolveAll: (_name, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
      }),
    ).toContain("is not a public address, and is not read.");
    expect(proxy.asked).toEqual([]);
  });

  it("and outgoing.ca stand for what the settings themselves name, but for plain http", async () => {
    const safe = await serveSafely("safe");
    const plain = await serve((_, response) => response.end("plain"));
    const proxy = await startProxy();
    const by = { proxy: new Secret(proxy.url) };
    const { fetch: outgoingFetch } = createOutgoing({ ...by, ca: certificate });
    expect(await (await outgoingFetch(safe)).text()).toBe("safe");
    expect(await (await outgoingFetch(new URL(plain))).text()).toBe("plain");
    expect(proxy.asked).toEqual([`CONNECT ${new URL(safe).host}`]);
    await expect(createOutgoing(by).fetch(safe)).rejects.toThrow();
    const { fetch: straightFetch, dispatcher } = createOutgoing({});
    expect(dispatcher).toBeUndefined();
    expect(await (await straightFetch(plain)).text()).toBe("plain");
  });

  it("that cannot be reached is a failure in plain words", async () => {
    const inside = await serve((_, response) => response.end("inside"));
    expect(await failure(inside, { proxy: new Secret("http://127.0.0.1:1") })).toBe(
      "HOST could not be read: the proxy cannot be reached (ECONNREFUSED). See whether outgoing.proxy is its address, and whether this machine reaches it.",
    );
  });
});
