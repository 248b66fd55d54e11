import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAnswers } from "../../adapters/slack/answers.ts";
import { openDoor } from "../../adapters/slack/door.ts";
import { isSlack } from "../../adapters/slack/hosts.ts";
import { uploadFile } from "../../adapters/slack/upload.ts";
import type { DoorAnswer, Receive } from "../../src/core/door.ts";
import { serve } from "../feeds/servers.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const now = new Date("2026-11-29T12:00:00Z");
const seconds = String(now.getTime() / 1000);
const form = "application/x-www-form-urlencoded";
const line = "command=%2Fauth0&text=status&user_id=U1&channel_id=C1&trigger_id=1.1";

const signatureOf = (body: string, at = seconds, by = secret) =>
  `v0=${createHmac("sha256", by).update(`v0:${at}:${body}`).digest("hex")}`;

interface Knock {
  readonly body?: string;
  readonly at?: string;
  readonly signature?: string | undefined;
  readonly type?: string;
}

let receive: Receive;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now });
  receive = openDoor({ keys: [Buffer.from(secret)] });
});
afterEach(() => void vi.useRealTimers());

function knock({ body = line, at = seconds, type = form, ...rest }: Knock = {}): DoorAnswer {
  const signature = "signature" in rest ? rest.signature : signatureOf(body, at);
  return receive({
    headers: {
      "content-type": type,
      "x-slack-request-timestamp": at,
      ...(signature === undefined ? {} : { "x-slack-signature": signature }),
    },
    body,
  });
}

const nobody = { status: 401, headers: { "x-slack-no-retry": "1" } };

describe("the door of Slack", () => {
  it("lets in what is signed, and says nothing but that it came", () => {
    expect(knock()).toMatchObject({ status: 200, hand: { text: "status" } });
    expect(knock({ body: `${line}&x=1` })).not.toHaveProperty("body");
  });

  it.each<[string, Knock]>([
    ["without a signature", { signature: undefined }],
    ["with an empty one", { signature: "" }],
    ["with one of another secret", { signature: signatureOf(line, seconds, "guess") }],
    ["with one by an empty secret", { signature: signatureOf(line, seconds, "") }],
    ["with one of another body", { signature: signatureOf(`${line}x`) }],
    ["with one of another time", { signature: signatureOf(line, String(Number(seconds) - 1)) }],
    ["with one of another version", { signature: signatureOf(line).replace("v0", "v1") }],
    ["with one without its version", { signature: signatureOf(line).slice(3) }],
    ["with half of one", { signature: signatureOf(line).slice(0, 35) }],
    ["with one and more", { signature: `${signatureOf(line)}00` }],
    ["with zeros", { signature: `v0=${"0".repeat(64)}` }],
    ["with one in another alphabet", { signature: `v0=${"é".repeat(64)}` }],
    ["with one of megabytes", { signature: `v0=${"a".repeat(2_000_000)}` }],
    ["of five minutes and a second ago", { at: String(Number(seconds) - 301) }],
    ["of five minutes and a second from now", { at: String(Number(seconds) + 301) }],
    ["of no time", { at: "" }],
    ["of a time that is no number", { at: "NaN" }],
    ["of a time with a sign", { at: `+${seconds}` }],
    ["of a time with a part", { at: `${seconds}.5` }],
    ["of a time in another notation", { at: "1.7964504e9" }],
    ["of a time with a space", { at: ` ${seconds}` }],
    ["of a time beyond all", { at: "9".repeat(400) }],
  ])("refuses what comes %s", (_, given) => {
    expect(knock(given)).toEqual(nobody);
  });

  it("refuses a signature of which any one bit is another", () => {
    const good = signatureOf(line);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (bit) => {
        const bytes = Buffer.from(good.slice(3), "hex");
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(knock({ signature: `v0=${bytes.toString("hex")}` })).toEqual(nobody);
      }),
    );
  });

  it("refuses what it had before, however its signature is written, until its time is over", () => {
    const signature = signatureOf(line);
    expect(knock({ signature })).toMatchObject({ status: 200 });
    const spellings = [
      signature,
      signature.toUpperCase().replace("V0", "v0"),
      `${signature}=`,
      `${signature}=x`,
      // Whoever reads hexadecimal digits reads as far as there are any.
      `${signature}zz`,
      `${signature}0`,
      `${signature} `,
    ];
    for (const again of spellings) {
      expect(knock({ signature: again })).toEqual(nobody);
    }
    vi.setSystemTime(now.getTime() + 4 * 60_000);
    expect(knock({ signature })).toEqual(nobody);
    vi.setSystemTime(now.getTime() + 11 * 60_000);
    expect(knock({ signature })).toEqual(nobody);
    // One that is dated ahead counts for longer, and so it is remembered for longer.
    const at = String(Math.floor(Date.now() / 1000) + 300);
    expect(knock({ at })).toMatchObject({ status: 200 });
    vi.setSystemTime(now.getTime() + 20 * 60_000);
    expect(knock({ at, body: `${line}&new=1` })).toMatchObject({ status: 200 });
    expect(knock({ at })).toEqual(nobody);
  });

  it("compares signatures in constant time", () => {
    const source = readFileSync(new URL("../../adapters/slack/door.ts", import.meta.url), "utf8");
    expect(source).toMatch(
      /claimed\.length === right\.length && timingSafeEqual\(claimed, right\)/u,
    );
  });

  it.each<[string, Knock]>([
    ["that is packed", { body: gzipSync(line).toString("latin1"), type: "application/json" }],
    ["that is broken JSON", { body: '{"a":', type: "application/json" }],
    ["that is a number", { body: "7", type: "application/json" }],
    ["whose payload is no JSON", { body: "payload=x" }],
    [
      "that nests 100,000 lists",
      { body: "[".repeat(1e5) + "]".repeat(1e5), type: "application/json" },
    ],
    ["whose payload nests 100,000 lists", { body: `payload=${"[".repeat(1e5)}${"]".repeat(1e5)}` }],
    ["of 100,000 values", { body: `[${"1,".repeat(1e5)}1]`, type: "application/json" }],
    ["that is nothing", { body: "", type: "application/json" }],
  ])("turns away a signed body %s, without a word about it", (_, given) => {
    expect(knock(given)).toEqual({ ...nobody, status: 400 });
  });

  it("gives nothing to the objects of the bot by names that objects have", () => {
    knock({ body: "__proto__[hurt]=1&constructor[prototype][hurt]=1&__proto__=x" });
    knock({
      body: '{"__proto__":{"hurt":1},"constructor":{"prototype":{"hurt":1}}}',
      type: "application/json",
    });
    expect(({} as Record<string, unknown>).hurt).toBeUndefined();
  });

  it("answers Slack's unsigned check of the certificate with nothing, and hears nothing of it", () => {
    expect(knock({ body: "ssl_check=1&command=%2Fauth0&text=forget+ada", signature: "" })).toEqual({
      status: 200,
    });
    expect(knock({ body: "ssl_check=2&text=x", signature: "" })).toEqual(nobody);
  });
});

describe("an address that Slack names", () => {
  const api = "https://slack.com/api/";
  it.each([
    "https://hooks.slack.com/commands/T1/1/x",
    "https://files.slack.com/upload/v1/x",
    "https://hooks.slack-gov.com/actions/x",
    "https://slack.com/x",
  ])("is used where it is Slack's: %s", (address) => {
    expect(isSlack(address, api)).toBe(true);
  });

  it.each([
    ...[
      "http://hooks.slack.com/x",
      "https://hooks.slack.com:8443/x",
      "https://slack.com.evil.example/x",
    ],
    ...[
      "https://evilslack.com/x",
      "https://evil.example/hooks.slack.com",
      "https://hooks.slack.com@evil.example/",
    ],
    ...[
      "https://ada@hooks.slack.com/x",
      "https://evil.example\\@hooks.slack.com/",
      "https://hooks.slack.com./x",
    ],
    ...[
      "https://169.254.169.254/latest/",
      "http://127.0.0.1/",
      "file:///etc/passwd",
      "javascript:1",
      "hooks.slack.com",
      "",
    ],
  ])("is never asked where it is somebody else's: %s", async (address) => {
    expect(isSlack(address, api)).toBe(false);
    const asked: unknown[] = [];
    const fetch = async (...all: unknown[]) => void asked.push(all);
    await expect(upload(address, { apiUrl: api, fetch })).rejects.toThrow(/not its own/u);
    expect(asked).toEqual([]);
  });

  const file = { name: "x.csv", mediaType: "text/csv", bytes: new Uint8Array(), title: "x" };
  const upload = (address: string, given: { apiUrl: string; fetch: unknown }) => {
    const client = {
      files: {
        getUploadURLExternal: async () => ({ upload_url: address, file_id: "F1" }),
        completeUploadExternal: async () => ({}),
      },
    };
    return uploadFile(file, { client, ...given } as unknown as Parameters<typeof uploadFile>[1]);
  };

  /** Shows an answer at the address, and says how often it was posted instead. */
  async function answerAt(responseUrl: string, given: { apiUrl: string; fetch: unknown }) {
    const posted: unknown[] = [];
    const show = createAnswers({
      posting: { post: async (...all: unknown[]) => void posted.push(all) } as never,
      pictured: async () => [],
      outgoing: { fetch: given.fetch as never },
      apiUrl: given.apiUrl,
      log: { info() {}, warn() {}, error() {} },
    });
    const to = { channel: "C1", user: "U1", via: "command", responseUrl } as const;
    const reply = { message: { summary: "x", blocks: [] }, audience: "asker" } as const;
    await show({ invocation: { line: "x" }, to, reply } as never);
    return posted.length;
  }

  it("gets no answer where it is somebody else's: the answer is posted instead", async () => {
    const asked: unknown[] = [];
    const fetch = async (...all: unknown[]) => void asked.push(all);
    for (const responseUrl of ["https://evil.example/x", "http://169.254.169.254/"]) {
      expect(await answerAt(responseUrl, { apiUrl: api, fetch })).toBe(1);
    }
    expect(asked).toEqual([]);
  });

  it("gets neither an answer nor a file where it sends them on to somebody else", async () => {
    const elsewhere: string[] = [];
    const evil = await serve((request, response) => {
      elsewhere.push(request.url ?? "");
      response.end("ok");
    });
    for (const status of [301, 302, 307, 308]) {
      const slack = await serve((_, response) =>
        response.writeHead(status, { location: evil }).end(),
      );
      const given = { apiUrl: `${slack}/api/`, fetch: globalThis.fetch };
      await expect(upload(`${slack}/upload/x`, given)).rejects.toThrow();
      expect(await answerAt(`${slack}/commands/x`, given)).toBe(1);
    }
    expect(elsewhere).toEqual([]);
  });
});
