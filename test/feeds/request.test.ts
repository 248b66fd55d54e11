import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { UpstreamError, UserError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { createRequester, type Requester, type RequesterOptions } from "../../src/feeds/request.ts";
import { serve } from "./servers.ts";

const open: Requester[] = [];
afterEach(async () => {
  for (const requester of open.splice(0)) await requester.close();
});

interface Wish extends Partial<RequesterOptions> {
  readonly trusted?: readonly string[];
  readonly secret?: boolean;
  readonly withinMs?: number;
}

function get(url: string, wish: Wish = {}) {
  const requester = createRequester({ userAgent: "Watchpost/test", allow: [], ...wish });
  open.push(requester);
  return requester.get(url, {
    trusted: new Set(wish.trusted ?? [new URL(url).origin]),
    secret: wish.secret ?? false,
    signal: AbortSignal.timeout(wish.withinMs ?? 10_000),
  });
}

const failure = async (url: string, wish: Wish = {}) =>
  get(url, wish).then(
    () => "answered",
    (error: unknown) =>
      error instanceof UpstreamError || error instanceof UserError
        ? error.message.replace(/127\.0\.0\.1:\d+/g, "HOST")
        : `a bug: ${String(error)}`,
  );
const textOf = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes);

describe("a guarded request", () => {
  it("says who asks, and unpacks what it gets", async () => {
    const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;
    const origin = await serve((request, response) => {
      const name = (request.url ?? "").slice(1) as keyof typeof packers;
      response.setHeader("content-encoding", name);
      response.end(packers[name](`for ${request.headers["user-agent"]}`));
    });
    for (const name of Object.keys(packers)) {
      expect(textOf(await get(`${origin}/${name}`))).toBe("for Watchpost/test");
    }
  });

  it("reaches a private address only if the operator named or allowed it", async () => {
    const origin = await serve((_, response) => response.end("inside"));
    expect(textOf(await get(origin))).toBe("inside");
    expect(textOf(await get(origin, { trusted: [], allow: ["127.0.0.0/8"] }))).toBe("inside");
    expect(await failure(origin, { trusted: [] })).toBe(
      "HOST is not a public address, and is not read. If it is meant, whoever runs Watchpost can name it in the settings under outgoing.allow.",
    );
  });

  it("does not trust a name that turns out to be a private address at the moment of connecting", async () => {
    const reached: string[] = [];
    const origin = await serve((request, response) => {
      reached.push(request.url ?? "");
      response.end();
    });
    const { port } = new URL(origin);
    const rebound = await failure(`http://feeds.example:${port}/`, {
      trusted: [],
      resolveAll: (_name, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
    });
    expect(rebound).toContain("is not a public address");
    expect(reached).toEqual([]);
  });

  it("checks every redirect again, even one from a trusted address", async () => {
    const inside = await serve((_, response) => response.end("inside"));
    const origin = await serve((_, response) =>
      response.writeHead(302, { location: inside }).end(),
    );
    expect(await failure(origin)).toContain("is not a public address");
    expect(textOf(await get(origin, { trusted: [origin, inside] }))).toBe("inside");
  });

  it("follows five redirects and no more, and none to other protocols", async () => {
    const origin = await serve((request, response) => {
      const left = Number((request.url ?? "/0").slice(1));
      if (left === 0) response.end("there");
      else
        response
          .writeHead(307, { location: left === 99 ? "file:///etc/passwd" : `/${left - 1}` })
          .end();
    });
    expect(textOf(await get(`${origin}/5`))).toBe("there");
    expect(await failure(`${origin}/6`)).toBe("HOST redirects more than 5 times.");
    expect(await failure(`${origin}/99`)).toBe("HOST redirects to nowhere that can be read.");
  });

  it("sends credentials of an address to that address alone", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const origin = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: other }).end();
    });
    const withCredentials = origin.replace("http://", "http://ada:pw@");
    await get(withCredentials, { trusted: [origin, other] });
    expect(seen).toEqual([`Basic ${Buffer.from("ada:pw").toString("base64")}`, undefined]);
  });

  it("stops reading at the limit, counted after unpacking", async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    const origin = await serve((request, response) => {
      if (request.url === "/bomb") response.setHeader("content-encoding", "gzip").end(bomb);
      else {
        const more = () => {
          while (response.write(Buffer.alloc(65_536)));
        };
        response.on("drain", more);
        more();
      }
    });
    const before = process.memoryUsage.rss();
    expect(await failure(`${origin}/bomb`)).toBe("HOST sent more than 5 MB, and that is not read.");
    expect(await failure(`${origin}/endless`)).toBe(
      "HOST sent more than 5 MB, and that is not read.",
    );
    expect(process.memoryUsage.rss() - before).toBeLessThan(70 * 1024 * 1024);
  });

  it("gives up after its time, whether nothing comes or drops", async () => {
    const origin = await serve((request, response) => {
      if (request.url === "/drops") {
        response.write("<rss>");
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      }
    });
    for (const path of ["/silent", "/drops"]) {
      expect(await failure(origin + path, { withinMs: 200 })).toBe(
        "HOST took more than 10 s to answer.",
      );
    }
  });

  it("names what failed, never the address it failed on", async () => {
    const gzip = { "content-encoding": "gzip" };
    const answers: Record<string, (response: ServerResponse) => unknown> = {
      "/503": (response) => response.writeHead(503, { "retry-after": "120" }).end(),
      "/cut": (response) =>
        response.writeHead(200, gzip).end(gzipSync("x".repeat(9999)).subarray(0, 20)),
      "/odd": (response) => response.writeHead(200, { "content-encoding": "zip" }).end("x"),
      "/garbage": (response) => response.writeHead(200, gzip).end("x".repeat(99)),
      "/hangup": (response) => response.destroy(),
    };
    const origin = await serve((request, response) => {
      answers[new URL(request.url ?? "", "http://x").pathname]?.(response);
    });
    const secret = { secret: true };
    expect(await failure(`${origin}/503?token=s3cret`, secret)).toBe("HOST answered HTTP 503.");
    await expect(get(`${origin}/503`)).rejects.toMatchObject({ retryAfterMs: 120_000 });
    expect(await failure(`${origin}/cut?token=s3cret`, secret)).toBe(
      "HOST broke off in the middle of its answer.",
    );
    expect(await failure(`${origin}/odd`)).toBe('HOST sent an answer packed as "zip".');
    expect(await failure(`${origin}/garbage`)).toBe("HOST sent an answer that cannot be unpacked.");
    expect(await failure(`${origin}/hangup?token=s3cret`, secret)).toBe(
      "HOST broke the connection off.",
    );
    expect(await failure("http://127.0.0.1:1/?token=s3cret", secret)).not.toContain("s3cret");
    expect(await failure("ftp://a.example/s3cret", { trusted: [] })).toBe(
      "The address is not one of http or https.",
    );
  });

  it("goes through the operator's proxy, and looks at names before it does", async () => {
    const inside = await serve((_, response) => response.end("inside"));
    const asked: string[] = [];
    const proxy = await serve(() => undefined);
    const { port } = new URL(inside);
    const tunnel = await serveTunnel(asked);
    expect(textOf(await get(`http://status.example:${port}/`, { proxy: new Secret(tunnel) }))).toBe(
      "inside",
    );
    expect(asked).toEqual([`status.example:${port}`]);
    const refused = await failure("http://internal.example/", {
      proxy: new Secret(proxy),
      trusted: [],
      resolveAll: (_name, done) => done(null, [{ address: "10.0.0.1", family: 4 }]),
    });
    expect(refused).toContain("is not a public address");
  });
});

/** A proxy that connects whatever it is asked for to loopback. */
async function serveTunnel(asked: string[]): Promise<string> {
  const origin = await serve(() => undefined);
  const { createServer } = await import("node:http");
  const server = createServer();
  server.on("connect", (request, client) => {
    asked.push(request.url ?? "");
    const target = connect(Number((request.url ?? "").split(":")[1]), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(client).pipe(target);
    });
    target.on("error", () => client.destroy());
    client.on("error", () => target.destroy());
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : origin;
}
