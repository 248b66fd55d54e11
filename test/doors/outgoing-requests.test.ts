import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { UpstreamError, UserError } from "../../src/core/errors.ts";
import type { ResolveAll } from "../../src/feeds/guard.ts";
import { createRequester, type Requester, type RequesterOptions } from "../../src/feeds/request.ts";
import { serve } from "../feeds/servers.ts";

const open: Requester[] = [];
afterEach(async () => {
  for (const requester of open.splice(0)) await requester.close();
});

/** Where nobody may come. */
async function canary() {
  const hits: string[] = [];
  const origin = await serve((request, response) => {
    hits.push(request.url ?? "");
    response.end("inside");
  });
  return { hits, origin, port: new URL(origin).port };
}

function requesterOf(options: Partial<RequesterOptions> = {}): Requester {
  const requester = createRequester({ userAgent: "Watchpost/test", allow: [], ...options });
  open.push(requester);
  return requester;
}

const ask = (requester: Requester, url: string, trusted: readonly string[] = []) =>
  requester
    .get(url, { trusted: new Set(trusted), secret: false, signal: AbortSignal.timeout(10_000) })
    .then(
      ({ bytes }) => new TextDecoder().decode(bytes),
      (error: unknown) =>
        error instanceof UpstreamError || error instanceof UserError
          ? error.message
          : `a bug: ${String(error)}`,
    );

const redirecting =
  (status: number, to: (path: string) => string): RequestListener =>
  (request, response) =>
    response.writeHead(status, { location: to(request.url ?? "/") }).end();

describe("a request to an address that somebody named", () => {
  it.each([301, 302, 303, 307, 308])(
    "never follows a %i to an address that is not public",
    async (status) => {
      const inside = await canary();
      const targets = [
        `http://127.0.0.1:${inside.port}/`,
        `http://2130706433:${inside.port}/`,
        `http://0x7f.1:${inside.port}/`,
        `http://0:${inside.port}/`,
        `http://[::ffff:127.0.0.1]:${inside.port}/`,
        `//127.0.0.1:${inside.port}/`,
        `\\\\127.0.0.1:${inside.port}\\`,
        `http://good.example@127.0.0.1:${inside.port}/`,
        `http://%E2%91%A0%E2%91%A1%E2%91%A6.0.0.1:${inside.port}/`,
        `http://localhost:${inside.port}/`,
        `http://inside.example:${inside.port}/`,
      ];
      const origin = await serve(
        redirecting(status, (path) => targets[Number(path.slice(1))] ?? ""),
      );
      const resolveAll: ResolveAll = (_, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);
      const requester = requesterOf({ resolveAll });
      for (const [at, target] of targets.entries()) {
        const said = await ask(requester, `${origin}/${at}`, [origin]);
        expect([target, said]).toEqual([target, expect.stringMatching(/is not a public address/u)]);
      }
      expect(inside.hits).toEqual([]);
    },
  );

  it.each([
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "data:text/xml,<rss/>",
    "ftp://a.example/",
    "http://",
  ])("never follows a redirect to %s", async (target) => {
    const origin = await serve(redirecting(302, () => target));
    expect(await ask(requesterOf(), `${origin}/`, [origin])).toMatch(
      /redirects to nowhere that can be read/u,
    );
  });

  it("gives up on redirects that lead in a circle or never end", async () => {
    let asked = 0;
    const circle = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: asked % 2 ? "/a" : "/b" }).end();
    });
    expect(await ask(requesterOf(), circle, [circle])).toMatch(/redirects more than 5 times/u);
    expect(asked).toBe(6);
  });

  it("reads nothing of a redirect's body, however long it is", async () => {
    let sent = 0;
    const target = await serve((_, response) => response.end("there"));
    const origin = await serve((_, response) => {
      response.writeHead(302, { location: target });
      const more = () => {
        while (!response.destroyed && sent < 500_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return;
        }
      };
      response.on("drain", more);
      more();
    });
    expect(await ask(requesterOf(), origin, [origin, target])).toBe("there");
    expect(sent).toBeLessThan(50_000_000);
  });

  it("connects to the address that was checked and no other, though the name changes its mind", async () => {
    const inside = await canary();
    const answers = ["127.0.0.1", "127.0.0.2", "127.0.0.2"];
    let looked = 0;
    const resolveAll: ResolveAll = (_, done) => {
      looked += 1;
      done(null, [{ address: answers.shift() ?? "127.0.0.2", family: 4 }]);
    };
    // 127.0.0.1 stands for the public address, 127.0.0.2 for the private one.
    const url = `http://rebinding.example:${inside.port}/`;
    const requester = requesterOf({ resolveAll, allow: ["127.0.0.1"] });
    expect(await ask(requester, url)).toBe("inside");
    expect(looked).toBe(1);
    await requester.close();
    expect(await ask(requesterOf({ resolveAll, allow: ["127.0.0.1"] }), url)).toMatch(
      /is not a public address/u,
    );
    expect(inside.hits).toHaveLength(1);
  });

  it("follows no address that only a page's markup names", async () => {
    const inside = await canary();
    const page = `<meta http-equiv="refresh" content="0;url=${inside.origin}"><script>location="${inside.origin}"</script>`;
    const origin = await serve((_, response) =>
      response
        .writeHead(200, {
          refresh: `0;url=${inside.origin}`,
          link: `<${inside.origin}>; rel=preload`,
          "content-location": inside.origin,
        })
        .end(page),
    );
    expect(await ask(requesterOf(), origin, [origin])).toBe(page);
    expect(inside.hits).toEqual([]);
  });

  it("is not made at all to a port of another protocol", async () => {
    expect(await ask(requesterOf(), "http://mail.example:25/")).toBe(
      "mail.example:25 has a port that is not for web pages or feeds, and is not read.",
    );
  });

  it("carries no cookie and no credentials that were meant for another", async () => {
    const seen: unknown[] = [];
    const note: RequestListener = ({ headers }, response) => {
      seen.push([headers.cookie, headers.authorization, headers.referer]);
      response.end("x");
    };
    const second = await serve(note);
    const first = await serve((_, response) =>
      response.writeHead(302, { location: second, "set-cookie": "a=b" }).end(),
    );
    await ask(requesterOf(), first.replace("http://", "http://ada:pw@"), [first, second]);
    expect(seen).toEqual([[undefined, undefined, undefined]]);
    // Nor does what people's and feeds' addresses have in them go to anybody.
    const named = second.replace("http://", "http://ada:pw@");
    await ask(requesterOf({ allow: ["127.0.0.1"] }), named);
    expect(seen.slice(1)).toEqual([[undefined, undefined, undefined]]);
  });
});
