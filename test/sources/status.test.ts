import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import type { PollSettings } from "../../src/core/source.ts";
import { status } from "../../src/sources/status.ts";
import { readersOf } from "./readers.ts";

const settings = status.settings.parse({});
const now = new Date("2026-11-22T12:00:00Z");
const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/feeds/${name}`, import.meta.url), "utf8");
const [target] = status.targets(settings, {
  tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
  feeds: [],
});
if (!target) throw new Error("no target");
const address = String(target.url);
const update = (time: string, word: string, text: string) =>
  `<p><small>${time}</small><br><strong>${word}</strong> - ${text}</p>`;

const entry = (
  body: string,
  { id = "a1", updated = "2026-11-22T11:00:00Z", title = "Elevated errors" } = {},
) =>
  `<entry><title type="html"><![CDATA[${title}]]></title><id>${id}</id><link href="https://status.auth0.com/incidents/${id}"/><updated>${updated}</updated><content type="html"><![CDATA[${body}]]></content></entry>`;
const feed = (...entries: readonly string[]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Auth0</title>${entries.join("")}</feed>`;
const read = (document: string, page?: string, at = now, wish: PollSettings = settings) =>
  status.read(
    target,
    readersOf({ [address]: document, ...(page ? { "https://status.auth0.com/": page } : {}) }),
    wish,
    at,
  );
const only = async (body: string, more: { updated?: string; title?: string } = {}) => {
  const [subject] = await read(feed(entry(body, more)));
  if (!subject) throw new Error("no subject");
  return subject;
};
const dates = ({ revisions }: Awaited<ReturnType<typeof only>>) =>
  revisions.map(({ at }) => at?.toISOString());

describe("Auth0's status", () => {
  it("has one target per tenant, and a Private Cloud's own address wins", () => {
    const statusUrl = new Secret("https://status.example/feed?token=s3cret");
    const targets = status.targets(settings, {
      tenants: [
        { name: "prod", domain: "acme.us.auth0.com" },
        { name: "private", domain: "acme.private.auth0app.com", statusUrl },
      ],
      feeds: [],
    });
    expect(targets.map(({ key, url, tenant }) => [key, url, tenant])).toEqual([
      ["status:prod", "https://status.auth0.com/feed?domain=acme.us.auth0.com", "prod"],
      ["status:private", statusUrl, "private"],
    ]);
    expect(JSON.stringify(targets)).not.toContain("s3cret");
  });

  it("is one subject per incident, oldest first, with its history oldest first", async () => {
    const subjects = await read(fixture("status.atom"));
    expect(subjects.map(({ id, phase, labels }) => [id, phase, labels])).toEqual([
      ["k2planned", "scheduled", ["maintenance"]],
      ["k1errors", "resolved", ["incident"]],
    ]);
    expect(subjects[1]?.revisions.map(({ phase, text }) => [phase, text])).toEqual([
      ["investigating", "We are looking into slow answers."],
      ["identified", "A cause was found.\nIt is a full disk."],
      ["identified", "Still working on <it> & more."],
      ["resolved", "All is well again."],
    ]);
    expect(subjects[1]?.revisions.map(({ at }) => at?.toISOString())).toEqual([
      "2026-04-22T19:55:00.000Z",
      "2026-04-22T20:01:00.000Z",
      "2026-04-22T20:05:00.000Z",
      "2026-04-22T20:14:00.000Z",
    ]);
  });

  it("reads the same from RSS", async () => {
    const [atom, rss] = [await read(fixture("status.atom")), await read(fixture("status.rss"))];
    expect(rss.map(({ id, revisions }) => [id, revisions.map(({ key }) => key)])).toEqual(
      atom.map(({ id, revisions }) => [id, revisions.map(({ key }) => key)]),
    );
  });

  it("gives equal keys when a feed is dated or ordered anew, and one more when a postmortem comes", async () => {
    const history =
      update("Jan 2, 00:10 UTC", "Resolved", "Done.") +
      update("Dec 31, 23:50 UTC", "Investigating", "Looking.");
    const before = entry(history, { id: "x", updated: "2026-01-02T00:11:00Z" });
    const other = entry(update("Feb 1, 10:00 UTC", "Resolved", "Other."), {
      id: "y",
      updated: "2026-02-01T10:00:00Z",
    });
    const after = entry(update("Mar 9, 10:00 UTC", "Postmortem", "Why.") + history, {
      id: "x",
      updated: "2026-03-09T10:00:00Z",
    });
    const keysOf = async (document: string) =>
      Object.fromEntries(
        (await read(document)).map(({ id, revisions }) => [id, revisions.map(({ key }) => key)]),
      );
    const first = await keysOf(feed(other, before));
    expect(await keysOf(feed(before.replaceAll("2026-01", "2026-11"), other))).toEqual(first);
    const { x = [], y } = await keysOf(feed(after, other));
    expect([x.slice(0, 2), x.length, y]).toEqual([first.x, 3, first.y]);
  });

  it("gives two tenants one id, whatever id their feeds give it", async () => {
    const link = '<link href="https://status.auth0.com/incidents/a1"/>';
    const one = await read(feed(`<entry><id>urn:one</id>${link}<title>x</title></entry>`));
    const two = await read(feed(`<entry><id>urn:two</id>${link}<title>x</title></entry>`));
    expect([one[0]?.id, two[0]?.id]).toEqual(["a1", "a1"]);
  });

  it("infers the year that a time does not carry", async () => {
    const body =
      update("Jan 2, 00:10 UTC", "Resolved", "Done.") +
      update("Dec 31, 23:50 UTC", "Investigating", "Looking.");
    expect(dates(await only(body, { updated: "2026-03-01T00:00:00Z" }))).toEqual([
      "2025-12-31T23:50:00.000Z",
      "2026-01-02T00:10:00.000Z",
    ]);
    expect(dates(await only(update("Dec 1", "Resolved", "x"), { updated: "" }))).toEqual([
      "2025-12-01T00:00:00.000Z",
    ]);
    expect(dates(await only(update("Nov 21, 14:00 PST", "Resolved", "x")))).toEqual([
      "2026-11-21T22:00:00.000Z",
    ]);
    expect(dates(await only(update("22 Nov 2025 - 10:30 CET", "Resolved", "x")))).toEqual([
      "2025-11-22T09:30:00.000Z",
    ]);
    expect(dates(await only(update("Feb 29, 10:00 UTC", "Resolved", "x")))).toEqual([
      "2024-02-29T10:00:00.000Z",
    ]);
    expect(dates(await only(update("soon-ish 7", "Resolved", "x")))).toEqual([undefined]);
  });

  it("keeps the phase before a word that it does not know, and the word", async () => {
    const subject = await only(
      update("Nov 22, 10:30 UTC", "Backfilling", "Catching up.") +
        update("Nov 22, 10:00 UTC", "Identified", "Found."),
    );
    expect(subject.revisions.map(({ phase, text }) => [phase, text])).toEqual([
      ["identified", "Found."],
      ["identified", "Backfilling - Catching up."],
    ]);
  });

  it("shows an incident that tells no history, and one that tells nothing", async () => {
    const subjects = await read(
      feed(entry("Something is <b>odd</b>.", { id: "b" }), entry("", { id: "c", title: "Silent" })),
    );
    expect(
      subjects.map(({ id, phase, revisions }) => [id, phase, revisions.map(({ text }) => text)]),
    ).toEqual([
      ["c", "investigating", ["Silent"]],
      ["b", "investigating", ["Something is odd."]],
    ]);
    expect((await only("Resolved - it is over."))?.phase).toBe("resolved");
  });
});

describe("the status page", () => {
  const page = (incidents: readonly object[]) =>
    `<html><script id="__NEXT_DATA__" type="application/json">${JSON.stringify({
      props: { pageProps: { activeIncidents: incidents } },
    })}</script></html>`;
  const region = (name: string, incident: object) => ({
    region: name,
    response: { incidents: [incident] },
  });

  it("adds impact, regions, the planned start and whether logins suffer", async () => {
    const subjects = await read(
      fixture("status.atom"),
      page([
        region("US-3", { id: "k1errors", impact: "minor", authenticationAffected: false }),
        region("EU-1", { id: "k1errors", impact: "major", authenticationAffected: true }),
        region("AU", {
          id: "k2planned",
          impact: "maintenance",
          scheduled_for: "2026-12-01T02:00:00Z",
          authenticationAffected: false,
        }),
        region("JP-1", { id: "", status: "operational", impact: "none" }),
      ]),
    );
    expect(subjects[1]).toMatchObject({
      facts: [
        { label: "Impact", value: "major" },
        { label: "Regions", value: "EU-1, US-3" },
      ],
      authenticationAffected: true,
    });
    expect(subjects[0]).toMatchObject({
      labels: ["maintenance"],
      startsAt: new Date("2026-12-01T02:00:00Z"),
      authenticationAffected: false,
    });
  });

  it.each([
    ["nothing", undefined],
    ["another page", "<html>busy</html>"],
    ["broken data", '<script id="__NEXT_DATA__">{"props":</script>'],
    ["data of another shape", page([{ region: 7 }, region("AU", { id: 5 }), { response: null }])],
  ])("is done without when it is %s", async (_, words) => {
    const subjects = await read(fixture("status.atom"), words);
    expect(subjects.map(({ facts }) => facts)).toEqual([[], []]);
  });

  it("ignores a field that does not fit, and keeps the others", async () => {
    const odd = {
      id: "k1errors",
      impact: { level: 3 },
      authenticationAffected: "yes",
      scheduled_for: 7,
    };
    const subjects = await read(fixture("status.atom"), page([region("AU", odd)]));
    expect(subjects[1]?.facts).toEqual([{ label: "Regions", value: "AU" }]);
    expect(subjects[1]).not.toHaveProperty("authenticationAffected");
  });

  it("is never asked for a Private Cloud, nor when the settings say no", async () => {
    const asked: string[] = [];
    const secret = "https://status.example/feed?token=s3cret";
    const documents = { [secret]: feed(), [address]: feed() };
    await status.read(
      { ...target, url: new Secret(secret) },
      readersOf(documents, asked),
      settings,
      now,
    );
    await status.read(
      target,
      readersOf(documents, asked),
      status.settings.parse({ page: false }),
      now,
    );
    expect(asked).toEqual([secret, address]);
  });
});

describe("whether logins suffer, by the words alone", () => {
  it.each([
    ["Users may be unable to log in.", true],
    ["We see elevated errors in authentication requests.", true],
    ["Login is failing for some tenants.", true],
    ["Authentication is not affected. Log delivery has errors.", undefined],
    ["Some customers cannot log in to the Dashboard.", undefined],
    ["Tenant logs are delayed.", undefined],
  ])("%s", async (text, expected) => {
    const subject = await only(update("Nov 22, 10:00 UTC", "Investigating", text), {
      title: "An incident",
    });
    expect(subject.authenticationAffected).toBe(expected);
  });
});
