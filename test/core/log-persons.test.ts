import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { personsIn } from "../../src/core/log-persons.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { eventShapes } from "../fixtures/event-shapes.ts";
import { grow, planter } from "../fixtures/planted.ts";
import { anyWords } from "../properties/words.ts";

const named = (raw: object) => personsIn({ raw: raw as Readonly<Record<string, unknown>> });
const inDetails = (details: unknown) => named({ type: "sapi", details });

const recognizable = (value: string) => /@|\||^\+/u.test(value);

describe("whom an event names", () => {
  it.each(eventShapes.map((each) => [each.type, each.from, each.schema] as const))(
    "is found in every field of %s (%s), known or not",
    (_, __, schema) => {
      for (const turn of [1, 2, 3]) {
        const { planted, plant } = planter();
        const raw = grow(schema, { turn, plant: () => plant({ named: false }) }) as object;
        const persons = named(raw);
        const people = planted.filter(recognizable);
        expect(people.length).toBeGreaterThan(10);
        expect(people.filter((one) => !persons.has(one))).toEqual([]);
      }
    },
  );

  it("is somebody whose name is a picture too", () => {
    expect(named({ type: "s", user_name: "👩‍👩‍👧" })).toContain("👩‍👩‍👧");
  });

  it.each([
    ["a parameter", (packed: string) => `https://app.example/cb?state=${packed}&code=1`],
    ["a form", (packed: string) => `SAMLResponse=${encodeURIComponent(packed)}`],
    ["a path", (packed: string) => `https://app.example/confirm/${packed}/now`],
    ["a token", (packed: string) => `Bearer header.${packed}.signature`],
  ])("is found in a document in base64 that is a part of %s", (_, wrap) => {
    const document = JSON.stringify({
      email: "mira@hollowmere.example",
      more: "so that it is long",
    });
    const packed = Buffer.from(document).toString("base64");
    expect(inDetails({ said: wrap(packed) })).toContain("mira@hollowmere.example");
  });

  it("is found beside a word of megabytes", () => {
    const huge = "x".repeat(13_000_000);
    expect(inDetails({ said: `${huge} mira@hollowmere.example` })).toContain(
      "mira@hollowmere.example",
    );
  });

  it("is whoever did it, and whom it was done to", () => {
    const persons = named({
      user_id: "auth0|admin",
      user_name: "root",
      details: {
        request: {
          auth: { user: { user_id: "waad|boss", name: "The Boss", email: "boss@example.com" } },
          path: "/api/v2/users/auth0%7C64107988d3534be8b2dc383d/roles",
          body: { members: ["auth0|one", "auth0|two"] },
        },
        response: {
          body: { identities: [{ provider: "github", user_id: 4711 }], name: "Chuck N." },
        },
      },
    });
    expect(persons).toEqual(
      new Set([
        ...["auth0|admin", "root", "waad|boss", "The Boss", "boss@example.com"],
        ...["auth0|64107988d3534be8b2dc383d", "auth0|one", "auth0|two", "4711"],
      ]),
    );
  });

  it.each([
    ["a path", { path: "/api/v2/users/plainid9/roles" }, "plainid9"],
    ["a path escaped twice", { path: "/api/v2/users/auth0%257Cabc" }, "auth0|abc"],
    ["an address of the web", { url: "https://x.example/cb?login_hint=mira+q" }, "mira q"],
    ["a query", { query: { q: 'email:"mira@example.com" OR user_id:auth0|abc' } }, "auth0|abc"],
    ["a short form", { body: "username=mira.q" }, "mira.q"],
    ["a short id, escaped", { text: "auth0%7Cabc" }, "auth0|abc"],
    ["a search by name", { query: { q: 'username:"mira q" AND blocked:true' } }, "mira q"],
    ["a form's body", { body: "grant_type=password&username=mira.q&password=x" }, "mira.q"],
    ["a body that is JSON in a text", { body: '{"user":{"name":"Mira Q"}}' }, "Mira Q"],
    ["a sentence", { message: "blocked <mira@example.com>, after 10 tries." }, "mira@example.com"],
    ["a sentence's end", { message: "no mail for mira@example.com." }, "mira@example.com"],
    ["a page", { html: "to mira&#64;example.com" }, "mira@example.com"],
    ["a page with zeros", { html: "to mira&#x0040;example.com" }, "mira@example.com"],
    ["a page with words", { html: "to mira&commat;example.com" }, "mira@example.com"],
    ["a phone number with spaces", { phone_number: "0151 200 00 00" }, "01512000000"],
    ["a phone number in a sentence", { message: "sent to +49 151 2000000" }, "+491512000000"],
    [
      "a token",
      { id_token_hint: jwt({ sub: "auth0|abc", email: "mira@example.com" }) },
      "auth0|abc",
    ],
    ["a SAML answer", { SAMLResponse: base64(saml("mira@example.com")) }, "mira@example.com"],
    ["SCIM", { emails: [{ value: "mira at home", primary: true }] }, "mira at home"],
    ["SCIM's names", { name: { formatted: "Mira Quillon" }, userName: "m" }, "Mira Quillon"],
    ["a key", { failed: { "mira@example.com": "no such user" } }, "mira@example.com"],
    ["several recipients", { to: "a@example.com, mira@example.com" }, "mira@example.com"],
    ["an organization's invitation", { inviter: { name: "Test Inviter" } }, "Test Inviter"],
    ["a keyed hash in a sentence", { message: `${hash} is blocked` }, hash],
  ])("is found in %s", (_, details, name) => {
    expect(inDetails(details)).toContain(name);
  });

  it.each([
    ["what a role is called", { body: { name: "test-role", description: "A role" } }],
    ["a package", { body: { dependency: "npm:@auth0/auth0-spa-js" } }],
    ["an API's identifier", { body: { identifier: "https://api.example.com/v2" } }],
    ["a word that opens a door", { proxy: "http://proxy:s3cr3t@proxy.example:3128" }],
    ["a template of a path", { path: "/api/v2/users/{id}" }],
    ["stars", { phone_number: "*****", to: "" }],
  ])("is not %s", (_, details) => {
    expect([...inDetails(details)]).toEqual([]);
  });

  it("is found in a text that came before, where the same name stood elsewhere too", () => {
    const message = "Welcome back, once-more@example.com, on this machine";
    expect(named({ user_name: "once-more@example.com", details: { message } }).size).toBe(1);
    expect(inDetails({ message })).toContain("once-more@example.com");
  });

  it("is found however deep it stands, and in whatever stands there", () => {
    let deep: unknown = { email: "mira@example.com" };
    for (let n = 0; n < 5_000; n += 1) deep = n % 2 ? [deep] : { deep };
    expect(inDetails(deep)).toContain("mira@example.com");
    fc.assert(
      fc.property(fc.jsonValue(), anyWords(), (value, text) => {
        expect(inDetails({ value, text, user_id: "auth0|abc" })).toContain("auth0|abc");
      }),
    );
  });

  it("takes no long time over a long text", () => {
    const long = ["@", "|", "a@", "%40", "=", "a:", "+1 ", "/users/", "eyJhbGci"].map((part) =>
      part.repeat(20_000),
    );
    expect(cpuTime(() => void inDetails(long))).toBeLessThan(2000);
  });
});

const hash = `h:${"0123456789abcdef".repeat(2)}`;
const base64 = (words: string) => Buffer.from(words).toString("base64");
const saml = (name: string) =>
  `<samlp:Response><saml:NameID>${name}</saml:NameID></samlp:Response>`;
function jwt(claims: object): string {
  const part = (held: object) => Buffer.from(JSON.stringify(held)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.c2ln`;
}
