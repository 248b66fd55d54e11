import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMask, isPlain, redact, scrub, withoutSecrets } from "../../src/core/mask.ts";
import { spellingsOf } from "../../src/core/spelling.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { spelled } from "../fakes/spelled.ts";
import { wholeWords } from "../properties/words.ts";

const letters = (min: number, max: number, of = "abcdefghijklmnopqrstuvwxyz") =>
  fc.array(fc.constantFrom(...of), { minLength: min, maxLength: max }).map((all) => all.join(""));
const base64 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

const email = fc
  .tuple(letters(3, 10), letters(3, 10), letters(2, 5))
  .map(([one, two, top]) => `${one}.${two}+tag@${two}.${top}`);
const ipv4 = fc.ipV4().filter((address) => !/^127\.|^0\.0\.0\.0$/.test(address));
const ipv6 = fc.ipV6().filter((address) => address.length > 6 && !address.includes("."));
const userId = fc
  .tuple(
    fc.constantFrom("auth0", "google-oauth2", "samlp", "waad"),
    letters(8, 24, "0123456789abcdef"),
  )
  .map(([strategy, id]) => `${strategy}|${id}`);
const phone = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 13 })
  .map((digits) => `+4${digits.join("")}`);
const jwt = fc
  .tuple(letters(20, 60, base64), letters(20, 60, base64))
  .map(([body, seal]) => `eyJhbGciOiJSUzI1NiJ9.${body}.${seal}`);
const opaque = letters(45, 80, base64).map((token) => `aA1${token}`);
const personal = fc.oneof(email, ipv4, ipv6, userId, phone, jwt, opaque);
const around = fc.constantFrom(
  (value: string) => value,
  (value: string) => `Login of ${value} failed.`,
  (value: string) => `(${value})`,
  (value: string) => `user="${value}", tried twice`,
  (value: string) => `https://login.example/u?who=${value}&x=1`,
  (value: string) => `https://login.example/u/${encodeURIComponent(value)}/edit`,
  (value: string) => `from ${value}: refused`,
);

describe("the mask of a message", () => {
  it("tells people apart without saying anything about them", () => {
    const { user, address } = createMask();
    expect(user("ada@example.com")).toBe("user 1");
    expect(user("auth0|bob")).toBe("user 2");
    expect(user(" Ada@Example.com ")).toBe("user 1");
    expect(address("203.0.113.7")).toBe("address 1");
    expect(createMask().user("auth0|bob")).toBe("user 1");
  });
});

describe("scrubbing", () => {
  it("lets nothing through that can be recognized, whatever stands around it", () => {
    fc.assert(
      fc.property(personal, around, (value, put) => {
        const scrubbed = scrub(put(value));
        expect(scrubbed).not.toContain(value);
        expect(scrubbed).not.toContain(encodeURIComponent(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("knows an e-mail address however it is written", () => {
    const written = [
      "mira.quillon＠hollowmere.example",
      "MIRA.QUILLON%2540hollowmere.example",
      "mira.quillon&#64;hollowmere.example",
      "mira.quillon&#X40;hollowmere.example",
      "mira.quillon&#0064;hollowmere.example",
      "mira.quillon&commat;hollowmere.example",
      "mira.quillon(at)hollowmere.example",
      "mira.quillon[at]hollowmere.example",
      '"mira quillon"@hollowmere.example',
    ];
    for (const words of written) {
      expect(scrub(`App of ${words}`)).toBe("App of [e-mail address]");
    }
  });

  it("lets nobody through who is written in other letters", () => {
    fc.assert(
      fc.property(fc.oneof(email, userId), around, spelled(), (value, put, spell) => {
        const scrubbed = scrub(put(spell(value)));
        for (const read of spellingsOf(scrubbed)) {
          expect(read.toLowerCase()).not.toContain(value.toLowerCase());
        }
        expect(scrubbed).toMatch(/\[(?:e-mail address|user id)\]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves what stands in other letters and is nobody as it is written", () => {
    for (const words of [
      "100%25 of them",
      "Tom &amp; Co",
      "C:\\new\\table",
      "Ｍüller ﬁx",
      "a%20b",
    ]) {
      expect(scrub(words)).toBe(words);
    }
  });

  it("is over after the first time", () => {
    fc.assert(
      fc.property(fc.oneof(wholeWords(), personal), around, (words, put) => {
        expect(scrub(scrub(put(words)))).toBe(scrub(put(words)));
      }),
    );
  });

  it("leaves words, times, versions of a browser and names of things alone", () => {
    const plain = [
      "Username-Password-Authentication",
      "Checkout (web) 2",
      "google-oauth2",
      "org_abcDEF123456",
      "at 14:00:05 on 2026-11-22",
      "Firefox 125.0.0 / Mac OS X 10.15.7",
      "Wrong email or password.",
      "http://127.0.0.1:3000 and http://[::1]:3000",
    ];
    expect(plain.filter((words) => !isPlain(words))).toEqual([]);
  });

  it("takes time in proportion to the text", () => {
    const hostile = [
      "a".repeat(200_000),
      "1 ".repeat(50_000),
      ":a".repeat(50_000),
      "a.".repeat(50_000),
      'a"b '.repeat(50_000),
      "%25".repeat(50_000),
      "a(at)".repeat(40_000),
    ];
    const ms = cpuTime(() => hostile.forEach(scrub));
    expect(ms).toBeLessThan(2000);
  });
});

describe("removing secrets", () => {
  it("takes tokens out of any text, and leaves people in it", () => {
    fc.assert(
      fc.property(fc.oneof(jwt, opaque), around, (secret, put) => {
        expect(withoutSecrets(put(secret))).not.toContain(secret);
      }),
    );
    expect(withoutSecrets("ada@example.com from 203.0.113.7")).toBe(
      "ada@example.com from 203.0.113.7",
    );
  });

  it("knows them by what stands before them", () => {
    const cases = [
      "Authorization: Bearer abc.def-123",
      "https://app.example/callback?code=s3cr3tv4lue&state=xyz",
      "https://app.example/#access_token=s3cr3tv4lue&token_type=Bearer",
      "https://user:s3cr3tv4lue@app.example/",
      '{"client_secret":"s3cr3tv4lue"}',
      "password=s3cr3tv4lue",
    ];
    for (const words of cases) {
      expect(withoutSecrets(words)).not.toMatch(/s3cr3tv4lue|abc\.def/);
    }
  });
});

describe("redacting", () => {
  const names = [
    "access_token",
    "id_token",
    "id_token_hint",
    "refreshToken",
    "password",
    "newPassword",
    "client_secret",
    "authorization",
    "Cookie",
    "set-cookie",
    "code",
    "mfa_token",
    "code_verifier",
    "client_assertion",
    "otp",
    "binding_code",
    "ticket",
    "x-api-key",
    "state",
    "nonce",
    "recovery_code",
    "private_key",
  ];

  it.each(names)("removes what %s holds, however deep and of whatever shape", (name) => {
    const held = ["S3cret!", { inner: "S3cret!" }, ["S3cret!"], 123_456];
    for (const secret of held) {
      const shown = JSON.stringify(redact({ request: { body: [{ [name]: secret }] } }));
      expect(shown).not.toMatch(/S3cret|123456/);
      expect(shown).toContain(name);
    }
  });

  it("removes the value of a header that is named beside it", () => {
    const headers = [
      { name: "Cookie", value: "sid=1" },
      { header: "authorization", value: "Basic YTpi" },
      { key: "x-api-key", values: ["k"] },
      { name: "accept", value: "text/html" },
    ];
    expect(redact(headers)).toEqual([
      { name: "Cookie", value: "[removed]" },
      { header: "authorization", value: "[removed]" },
      { key: "x-api-key", values: "[removed]" },
      { name: "accept", value: "text/html" },
    ]);
  });

  it("keeps what tells how or whether, people included", () => {
    const told = {
      token_type: "Bearer",
      grant_type: "password",
      id_token_signing_alg: "RS256",
      code: "access_denied",
      statusCode: 403,
      country_code: "DE",
      refresh_token: null,
      password: "",
      email: "ada@example.com",
    };
    expect(redact(told)).toEqual(told);
  });

  it("comes to an end with whatever nests without one", () => {
    let deep: unknown = "ada";
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    expect(JSON.stringify(redact(deep))).toContain("[removed]");
  });
});
