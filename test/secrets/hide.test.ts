import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHide } from "../../src/core/hide.ts";
import { type Message, note, text } from "../../src/core/message.ts";
import { Secret } from "../../src/core/secret.ts";
import { anyWords, wholeWords } from "../properties/words.ts";

/** As a file or a variable can hold them, of four signs and more: shorter ones are kept from coming out at their source. */
const secrets = fc
  .oneof(
    wholeWords({ minLength: 4, maxLength: 40 }),
    fc.base64String({ minLength: 8, maxLength: 60 }),
    fc.constantFrom(
      "p&=+%/?#@:",
      "pass word",
      "quo\"te's`\\",
      "ünïcödé-ключ",
      "12345",
      "line\nbreak-in-it",
    ),
  )
  .filter((one) => one.trim().length >= 4);

/** Ways in which a careless line would write it. */
const ways: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => `token ${secret} refused`,
  json: (secret) => JSON.stringify({ token: secret }),
  "json in json": (secret) => JSON.stringify({ body: JSON.stringify({ token: secret }) }),
  form: (secret) => `grant_type=x&${new URLSearchParams({ client_secret: secret })}`,
  query: (secret) => `https://a.example/?t=${encodeURIComponent(Buffer.from(secret).toString())}&b`,
  "in an address in an address": (secret) =>
    `https://a.example/?back=${encodeURIComponent(`/?t=${encodeURIComponent(Buffer.from(secret).toString())}`)}`,
  markup: (secret) =>
    `<b>${secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</b>`,
  "in hexadecimal digits": (secret) => `0x${Buffer.from(secret).toString("hex")}`,
  "in the Base64 of addresses": (secret) => `t=${Buffer.from(secret).toString("base64url")}`,
  "an object as it is shown": (secret) => inspect({ headers: { authorization: secret } }),
};

describe("the last net: whatever is a secret,", () => {
  it.each(Object.entries(ways))("it never comes through when it is written %s", (_, write) => {
    fc.assert(
      fc.property(secrets, (value) => {
        const hide = createHide();
        hide.know([new Secret(value)]);
        const written = write(value);
        const said = hide.text(written);
        expect(said).toContain("[secret]");
        expect(said).not.toContain(value);
      }),
      // Of signs that are written otherwise in one of these ways.
      { examples: [["p&=+%/?#@:<>"], ["~~~???>>>"], ["ÿþÿþÿþ"]] },
    );
  });

  it("it never comes through in Basic credentials, wherever it begins in them", () => {
    fc.assert(
      fc.property(secrets, anyWords({ maxLength: 12 }), (value, user) => {
        const hide = createHide();
        hide.know([new Secret(value)]);
        const encoding = fc.sample(fc.constantFrom("base64", "base64url"), 1)[0] ?? "base64";
        const pair = Buffer.from(`${user}:${value}`).toString(encoding as BufferEncoding);
        expect(hide.text(`Basic ${pair}`)).toBe("Basic [secret]");
      }),
    );
  });

  it("a line of the log stays JSON, and nothing else in it is lost", () => {
    fc.assert(
      fc.property(secrets, anyWords(), (value, other) => {
        const hide = createHide();
        hide.know([new Secret(value)]);
        const line = hide.line(
          JSON.stringify({ msg: `${value} x`, n: 1, deep: [{ other, [value]: value }] }),
        );
        const read = JSON.parse(line) as Record<string, unknown>;
        expect(read.msg).toBe("[secret] x");
        expect(JSON.stringify(Object.keys(read))).toContain("deep");
        expect(line.includes(JSON.stringify(value).slice(1, -1))).toBe(false);
      }),
    );
  });

  it("messages keep their shape, their times and their files, and lose the secret wherever it stands", () => {
    const hide = createHide();
    hide.know([new Secret("hunter2222"), new Secret("text")]);
    const at = new Date(0);
    const file = { kind: "file", name: "a", mediaType: "text/csv", content: "hunter2222" } as const;
    const message: Message = {
      summary: "It is hunter2222.",
      tone: "bad",
      blocks: [
        text(["see ", { link: "hunter2222", url: "https://a/?t=hunter2222" }, { time: at }]),
        note("fine"),
        file,
      ],
    };
    expect(hide.message(message)).toEqual({
      summary: "It is [secret].",
      tone: "bad",
      blocks: [
        text(["see ", { link: "[secret]", url: "https://a/?t=[secret]" }, { time: at }]),
        note("fine"),
        file,
      ],
    });
    const plain: Message = { summary: "Nothing here.", blocks: [] };
    expect(hide.message(plain)).toBe(plain);
  });

  it("a plain word stays in messages, where its absence would tell it, and is out of the log", () => {
    const hide = createHide();
    hide.know([new Secret("password"), new Secret("Password-7")]);
    const message: Message = { summary: "The password is wrong, not Password-7.", blocks: [] };
    expect(hide.message(message).summary).toBe("The password is wrong, not [secret].");
    expect(hide.line(JSON.stringify({ msg: "wrong password" }))).toBe('{"msg":"wrong [secret]"}');
  });

  it("of an address, what opens the door in it is a secret by itself", () => {
    const hide = createHide();
    hide.know([
      new Secret("https://status.acme.example/feed/0123456789abcdef?token=qwertzuiop"),
      new Secret("http://watchpost:s%40fe-pass@proxy.acme.example:3128"),
    ]);
    const told = hide.text(
      "GET /feed/0123456789abcdef?token=qwertzuiop failed; token qwertzuiop; watchpost:s@fe-pass; s%40fe-pass; at status.acme.example and proxy.acme.example",
    );
    expect(told).not.toMatch(/0123456789abcdef|qwertzuiop|fe-pass/u);
    expect(told).toContain("at status.acme.example and proxy.acme.example");
  });

  it("a value that it had before stays hidden, and the new one is from the start", () => {
    const hide = createHide();
    const secret = new Secret("the-old-value");
    hide.know([secret]);
    secret.renew(new Secret("the-new-value"));
    expect(hide.text("the-old-value the-new-value")).toBe("[secret] [secret]");
  });
});

it("learns the secrets of twenty thousand tenants at once, and hides the first and the last", () => {
  const hide = createHide();
  const nth = (n: number) => `secret-of-tenant-${n}-${(n * 7919) % 10_007}`;
  hide.know(Array.from({ length: 20_000 }, (_, n) => new Secret(nth(n))));
  expect(hide.text(`${nth(0)} and ${nth(19_999)} and ${nth(20_000)}`)).toMatch(
    /^\[secret\] and \[secret\] and secret-of-tenant-20000-/u,
  );
}, 30_000); // Half a second; a minute where each of them goes through all the others.
