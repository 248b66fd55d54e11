import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { doctor } from "../../src/commands/doctor.ts";
import { commands } from "../../src/commands/index.ts";
import { SettingsError } from "../../src/core/errors.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { formsOf } from "../../src/core/secret-forms.ts";
import { examine } from "../../src/examine.ts";
import { openLog } from "../../src/log.ts";
import { loadSettings, openWatchpost, type Watchpost } from "../../src/main.ts";
import { plantSecrets } from "./planted.ts";

const folder = mkdtempSync(join(tmpdir(), "watchpost-never-"));

/** Everybody else: refuses whatever is asked, and says in its refusal all that it was sent. */
const hostile = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const told = JSON.stringify({
      ...request.headers,
      url: request.url,
      body: String(Buffer.concat(chunks)),
    });
    const error = { ok: false, error: told, error_description: told, message: told, msg: told };
    response.writeHead(request.url?.includes("oauth") ? 401 : 400, {
      "content-type": "application/json",
      "x-told": encodeURIComponent(told),
    });
    response.end(JSON.stringify(error));
  });
});

let bot: Watchpost;
const said: string[] = [];
const { planted, environment } = { planted: new Map<string, string>(), environment: {} };

/** Whatever of the planted secrets stands in it, in any form. */
function secretsIn(words: string): readonly string[] {
  return [...planted].flatMap(([path, value]) =>
    formsOf(value).some(({ text }) => words.includes(text)) ? [path] : [],
  );
}

describe("secrets, while everything fails and everybody repeats what they were sent,", () => {
  beforeAll(async () => {
    await new Promise<void>((listening) => hostile.listen(0, "127.0.0.1", listening));
    const { port } = hostile.address() as AddressInfo;
    const plan = plantSecrets(folder, { nowhere: `http://127.0.0.1:${port}` });
    for (const [path, value] of plan.planted) planted.set(path, value);
    Object.assign(environment, plan.environment);
    Object.assign(process.env, plan.environment);
    const log = openLog("trace", { write: (line) => void said.push(line) });
    const [settings = loadSettings()] = plan.files.map((file) => loadSettings(file));
    bot = await openWatchpost(settings, log);
    await bot.start();
  });
  afterAll(async () => {
    await bot.stop();
    for (const name of Object.keys(environment)) delete process.env[name];
    hostile.closeAllConnections();
    hostile.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = () => {
    const local = bot.adapters.find(({ name }) => name === "local") as unknown as {
      address(): string;
    };
    return local.address();
  };

  async function ask(line: string): Promise<string> {
    const response = await fetch(`${address()}/api/local/lines`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ conversation: "ops", person: "ada", line }),
    });
    const { id } = (await response.json()) as { id: string };
    const shown = async () => {
      const all = await fetch(`${address()}/api/local/conversations/ops/messages?as=ada`);
      const messages = (await all.json()) as {
        inAnswerTo: string | null;
        replyTo: string | null;
        pending: boolean;
      }[];
      return messages.filter((one) => [one.inAnswerTo, one.replyTo].includes(id) && !one.pending);
    };
    const rarely = { timeout: 60_000, interval: 250 };
    await expect.poll(async () => (await shown()).length, rarely).toBeGreaterThan(0);
    return JSON.stringify(await shown());
  }

  it("never stand in the answer to any command, whichever way it is said", async () => {
    const lines = commands.flatMap(({ examples }) => examples);
    // All at once, as they share what they ask of everybody else.
    const answers = await Promise.all(lines.map(ask));
    const found = lines.map((line, nth) => [line, secretsIn(answers[nth] ?? "")]);
    expect(found).toEqual(lines.map((line) => [line, []]));
    const unknown = lines.filter((_, nth) => answers[nth]?.includes("I do not know"));
    expect([lines.length > commands.length, unknown]).toEqual([true, []]);
  }, 120_000);

  it("never stand in what doctor says at a terminal", async () => {
    const finding = await examine({ ...bot, doctor, now: new Date() });
    expect(renderPlain(finding)).toContain("SLACK_BOTTOKEN_FILE");
    expect(secretsIn(renderPlain(finding))).toEqual([]);
  });

  it("never stand in the log, whose lines tell of the failures", () => {
    expect(said.length).toBeGreaterThan(0);
    expect(said.every((line) => typeof JSON.parse(line) === "object")).toBe(true);
    expect(secretsIn(said.join("\n"))).toEqual([]);
  });

  it("never stand in the metrics", async () => {
    const probes = (await bot.services.probe()).map(({ detail }) => detail).join(" ");
    const [url = ""] = /http:\/\/127\.0\.0\.1:\d+\/metrics/u.exec(probes) ?? [];
    const told = await (await fetch(url)).text();
    expect(told).toContain("watchpost_");
    expect(secretsIn(told)).toEqual([]);
  });

  it("never come out of the log, although an error, a request or a header holds them", () => {
    const log = openLog("info", { write: (line) => void said.push(line) });
    const before = said.length;
    for (const [path, value] of planted) {
      const headers = { authorization: `Basic ${Buffer.from(`id:${value}`).toString("base64")}` };
      const request = { url: `https://a.example/?t=${encodeURIComponent(value)}`, headers };
      const err = Object.assign(new Error(`refused ${value}`), {
        request,
        body: JSON.stringify({ value }),
      });
      log.error({ err, request, [value]: 1 }, `with ${value}`);
      log.warn({ path: path.length, err: new Error("x", { cause: err }) }, JSON.stringify(request));
    }
    const lines = said.slice(before);
    expect(lines.length).toBe(2 * planted.size);
    expect(lines.every((line) => line.includes("[secret]"))).toBe(true);
    expect(secretsIn(lines.join("\n"))).toEqual([]);
  });

  it("never stand in what the bot keeps", () => {
    const kept = readdirSync(folder).filter((name) => name.startsWith("watchpost"));
    expect(kept.length).toBeGreaterThan(1);
    const files = kept.filter((name) => !name.endsWith("-taken"));
    for (const name of files) {
      expect([name, secretsIn(readFileSync(join(folder, name), "latin1"))]).toEqual([name, []]);
    }
  });

  it("never stand in what is said of a line that holds one, though nothing tells it from other words", async () => {
    const words = [...planted.values()].filter((value) => /^[\w-]+$/u.test(value));
    expect(words.length).toBeGreaterThan(5);
    const answers = await Promise.all(words.map((value) => ask(`explain ${value}`)));
    for (const answer of answers) {
      const [{ message } = { message: {} }] = JSON.parse(answer) as { message: object }[];
      expect(JSON.stringify(message)).toContain("[secret]");
      expect(secretsIn(JSON.stringify(message))).toEqual([]);
    }
  });

  it("never stand in what settings that are wrong are told", () => {
    const broken = plantSecrets(join(folder, "broken"));
    Object.assign(process.env, broken.environment);
    const [whole = ""] = broken.files;
    const written = readFileSync(whole, "utf8");
    const wrong = [
      written.replaceAll(/"clientSecret":"([^"]+)"/gu, '"clientSecret":["$1"]'),
      written.replaceAll('"token":[', '"token":[[').replace(']},"logs"', ']]},"logs"'),
      written.replace("://watchpost:", " ://watchpost:").replace('"proxy":"', '"proxy":"x'),
      `${written.slice(0, -1)}, "x": [`,
      written.replace(/"appToken":"([^"]+)"/u, '"appToken":{"value":"$1"}'),
    ];
    const told = wrong.map((text) => refusalOf(text)).join("\n");
    expect(told).toContain("clientSecret: needs a value");
    for (const [, value] of broken.planted) expect(told).not.toContain(value);
  });
});

function refusalOf(text: string): string {
  const file = join(folder, "broken", "wrong.yaml");
  writeFileSync(file, text);
  try {
    loadSettings(file);
    return "fine";
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}
