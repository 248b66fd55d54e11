import Parser from "rss-parser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";

const began = new Date("2026-11-22T18:00:00Z");
const feed = "/status/feed?domain=pretend.us.auth0.com";

describe("the sandbox's feeds", () => {
  let sandbox: Sandbox;
  let seconds: number;

  beforeEach(async () => {
    seconds = 0;
    const now = () => new Date(began.getTime() + seconds * 1000);
    sandbox = await startSandbox({ port: 0, began, clock: { now } });
  });
  afterEach(() => sandbox.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.url}${path}`, { headers });
  const textOf = async (path: string) => (await get(path)).text();

  it("show an incident as one entry, its history newest first and without years", async () => {
    seconds = 130;
    const { items, title } = await new Parser().parseString(await textOf(feed));
    expect(title).toBe("Pretend Auth0 Status - pretend.us.auth0.com");
    expect(items[0]).toMatchObject({
      title: "Pretend: Logins fail in the pretend environment",
      id: "pretend-logins",
      link: `${sandbox.url}/incidents/pretend-logins`,
      isoDate: "2026-11-22T18:02:00.000Z",
    });
    const history = items[0]?.content ?? "";
    expect(history).toMatch(
      /^<p><small>Nov 22, 18:02 UTC<\/small><br><strong>Resolved<\/strong> - Pretend: /,
    );
    expect([...history.matchAll(/<strong>(\w+)</g)].map(([, status]) => status)).toEqual([
      "Resolved",
      "Monitoring",
      "Identified",
      "Investigating",
    ]);
  });

  it("re-date an old incident when its root cause is published", async () => {
    const oldDate = /<id>pretend-mail<\/id>\n<link[^>]*>\n<updated>(\S+)<\/updated>/;
    expect((await textOf(feed)).match(oldDate)?.[1]).toMatch(/^2026-10-29/);
    seconds = 170;
    expect((await textOf(feed)).match(oldDate)?.[1]).toBe("2026-11-22T18:02:50.000Z");
  });

  it("give the change log's own address as every link, and the entry's as its guid", async () => {
    seconds = 150;
    const { items } = await new Parser().parseString(await textOf("/changelog/rss.xml"));
    expect(new Set(items.map(({ link }) => link))).toEqual(
      new Set([`${sandbox.url}/changelog/rss.xml`]),
    );
    expect(items[0]).toMatchObject({
      guid: `${sandbox.url}/changelog#pretendPasswordGrant`,
      title: expect.stringContaining("Deprecation"),
      isoDate: "2026-11-22T18:02:30.000Z",
    });
  });

  it.each(["/", "/status/"])("tell machines on the page at %s what is affected", async (path) => {
    seconds = 10;
    const page = await textOf(path);
    const [, json = ""] =
      /<script id="__NEXT_DATA__" type="application\/json">(.*?)<\/script>/.exec(page) ?? [];
    const regions: { region: string; environment: string; response: { incidents: object[] } }[] =
      JSON.parse(json).props.pageProps.activeIncidents;
    const first = (region: string) => regions.find((known) => known.region === region);
    expect(first("US-3")).toMatchObject({
      environment: "pretend",
      response: {
        incidents: [
          {
            id: "pretend-logins",
            status: "investigating",
            impact: "major",
            authenticationAffected: true,
          },
        ],
      },
    });
    expect(first("AU")?.response.incidents).toMatchObject([{ id: "", status: "operational" }]);
  });

  it("announce planned work with its hour", async () => {
    seconds = 145;
    expect(await textOf("/status/")).toContain('"scheduled_for":"2026-11-25T18:00:00.000Z"');
  });

  it("stop calling an incident active once it is resolved", async () => {
    seconds = 120;
    expect(await textOf("/status/")).not.toContain('"id":"pretend-logins"');
  });

  it.each([feed, "/changelog/rss.xml", "/status/"])("say when %s has not changed", async (path) => {
    const first = await get(path);
    await first.text();
    const etag = first.headers.get("etag") ?? "";
    const modified = first.headers.get("last-modified") ?? "";

    expect((await get(path, { "if-none-match": etag })).status).toBe(304);
    expect((await get(path, { "if-modified-since": modified })).status).toBe(304);
    seconds = 180;
    expect((await get(path, { "if-none-match": etag })).status).toBe(200);
    expect((await get(path, { "if-modified-since": modified })).status).toBe(200);
  });

  it.each([
    ["/status/feed", 400, "Domain is required."],
    ["/status/feed?domain=login.example.com", 400, "It should match `tenant.us.auth0.com`."],
    ["/elsewhere", 404, "The pretend world has no such page."],
    ["//", 400, "That is no address."],
  ])("answer %s with %i", async (path, status, body) => {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([status, body]);
  });

  it("have a page behind every link", async () => {
    seconds = 180;
    const { items } = await new Parser().parseString(await textOf(feed));
    const pages = await Promise.all(items.map(({ link }) => fetch(link ?? "")));
    expect(pages.map(({ status }) => status)).toEqual(items.map(() => 200));
    expect(await textOf("/changelog")).toContain("Deprecation of the password grant");
  });
});
