import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { SettingsError } from "../../src/core/errors.ts";
import { readSettings } from "../../src/read-settings.ts";
import { sources } from "../../src/sources/index.ts";
import type { Environment } from "../../src/variables.ts";
import { callsIn } from "../fakes/calls.ts";

const folder = mkdtempSync(join(tmpdir(), "watchpost-hostile-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
function file(content: string | Uint8Array, name = "watchpost.yaml"): string {
  writeFileSync(at(name), content);
  return at(name);
}

const secret = "kept-to-itself-0451";
const environment: Environment = { SECRET: secret, OTHER: `${secret}-2`, HOST: "acme" };

/** What is said of these settings; a bug is thrown, and fails the test. */
function problemsOf(path: string, given: Environment = environment): readonly string[] {
  try {
    readSettings(path, given, { sources, platforms });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    expect(error.message).not.toContain(secret);
    expect(error.message.length).toBeLessThan(60_000);
    expect(error.message.split("\n")).toHaveLength(error.problems.length + 1);
    return error.problems;
  }
}
const said = (yaml: string | Uint8Array) => problemsOf(file(yaml)).join("\n");

/** Nine names, each nine times the one before: 387 million texts at the end. */
const bomb = [..."abcdefghi"]
  .map(
    (name, index, all) =>
      `${name}: &${name} [${Array(9).fill(all[index - 1] ? `*${all[index - 1]}` : "x")}]`,
  )
  .join("\n");

describe("a hostile settings file", () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ["aliases that stand for millions", bomb, /aliases .* stand for more than any settings need/u],
    ["an alias in itself", "tenants: &a [*a]", /nests deeper than any setting/u],
    ["an alias in itself further in", "tenants: &a [{ name: *a }]", /nests deeper/u],
    ["an alias of nothing", `slack: *${secret}`, /stands for nothing that comes before it/u],
    ["20,000 lists in one another", `a: ${"[".repeat(20_000)}`, /nests deeper than any setting/u],
    ["a merge key", "<<: { tenants: [] }", /^"<<" is no setting here$/u],
    ["a setting twice", `local: {}\nlocal: {}`, /^line 2, column 1: .* take one of them out$/u],
    [
      "a setting twice further in",
      `local: { port: 1,\n  port: 2 }`,
      /^line 2, column 3: .* take one of them out$/u,
    ],
    [
      "a setting twice in quotes",
      `access:\n  admins: []\n  "admins": []`,
      /^line 3, column 3: .* take one of them out$/u,
    ],
    ["a tag that runs code", 'a: !!js/function "x"', /^line 1, column \d+: ! begins a tag/u],
    ["a tag for a secret", `slack: !vault ${secret}`, /^line 1, column \d+: ! begins a tag/u],
    ["a tag without an end", `slack: !<${secret} x`, /^line 1, column \d+: /u],
    ["words behind |", `slack: |${secret}\n  x`, /^line 1, column \d+: /u],
    [
      "a quote without an end",
      `slack: { botToken: "${secret} }`,
      /^line 1, column \d+: something is/u,
    ],
    ["a second document", "local: {}\n---\nlocal: {}", /^line 2, column 1: a second document/u],
    ["text alone", secret, /^must be a section$/u],
    ["UTF-16", Buffer.from("\uFEFFlocal: {}", "utf16le"), /^the file holds no text in UTF-8$/u],
    ["a zero", "local: {}\0", /^the file holds no text in UTF-8$/u],
    ["more than a megabyte", `# ${"x".repeat(1_048_576)}`, /^the file is larger than 1 MB$/u],
    ["a number beyond all", "http: { port: 1e400 }", /^http\.port: must be a number$/u],
    ["a number of thousands of digits", `http: { port: ${"9".repeat(5000)} }`, /^http\.port: /u],
    [
      "what every object has",
      '{ "__proto__": { local: {} }, constructor: {} }',
      /are no settings/u,
    ],
    [
      "a value of 100,000 signs",
      `tenants: [{ name: ${"x".repeat(1e5)} }]`,
      /^tenants\[0\]\.name: /u,
    ],
    [
      "lines that look like problems",
      '"a\\n  - tenants: all is well": 1\nstore: { sqlite: 5 }',
      /^store\.sqlite: must be text\n"a…" is no setting here$/u,
    ],
    [
      "a name that took its secret in",
      `slack: { botToken:${secret}, signingSecret: x }`,
      /"botToken…" is no setting here; did you mean botToken\?/u,
    ],
  ])("ends in words that say what to do, and repeat no secret: %s", (_, yaml, words) => {
    expect(said(yaml)).toMatch(words);
  });

  it("has a few of its problems told, however many there are", () => {
    const many = problemsOf(file(`access: { operators: [${Array(3000).fill("x")}] }`));
    expect(many).toHaveLength(51);
    expect(many.at(-1)).toBe("and 2950 more");
    const keys = Array.from({ length: 300 }, (_, number) => `k${number}: 1`).join("\n");
    expect(said(keys)).toMatch(/"k19" and 280 more are no settings here$/u);
  });

  it.each([":-", "-", ":?", ":+", "="])(
    "gives a variable no default as shells do, and says so without it: %s",
    (sign) => {
      const yaml = `slack: { botToken: "\${BOT${sign}${secret}}", signingSecret: "a\${SECRET}" }`;
      expect(said(yaml)).toBe(
        `slack.botToken: \${BOT} takes nothing more within its braces, no default either; write it alone, and set BOT in the environment`,
      );
    },
  );

  it("has its names held against each other in steps that grow with them alone", () => {
    const steps = (count: number, key: (number: number) => string) => {
      const path = file(Array.from({ length: count }, (_, number) => key(number)).join("\n"));
      return callsIn(() => problemsOf(path));
    };
    for (const key of [
      (number: number) => `key${number}: 1`,
      (number: number) => `tenants${number}: []`,
    ]) {
      // What is loaded or compiled once is not counted.
      steps(10, key);
      const [few, many] = [steps(500, key), steps(2000, key)];
      expect(few).toBeGreaterThan(500);
      expect(many).toBeLessThan(few * 6);
    }
  });

  it("gives no variable's value away that stands in a wrong place", () => {
    const place = `"\${SECRET}"`;
    const yaml = `tenants: [{ name: ${place}, domain: ${place} }]
subscriptions: [{ in: ${place}, source: ${place} }, { in: "local:channel:ops", source: "\${OTHER}", tenant: ${place}, quiet: ${place} }]
digest: { default: ${place}, timezone: ${place} }
access: { operators: ["slack:\${SECRET}"], viewers: [${place}] }
outgoing: { allow: ["\${SECRET} x"], direct: [${place}], proxy: ${place} }
audit: { keep: ${place} }
http: { port: ${place} }
${place}: 1`;
    const words = said(yaml);
    expect(words).toContain(`tenants[0].domain: "\${SECRET}" is not a domain`);
    expect(words).toContain(`digest.timezone: "\${SECRET}" is not a time zone`);
    expect(words).toContain(`"\${SECRET}" is no setting here`);
  });

  it("of any words whatever ends in settings or in words", () => {
    const sign = fc.constantFrom(
      ..."{}[]:,&*!|>'\"%@`#-?~<\\ \n\t$ax1",
      "\uE000",
      "\uFEFF",
      "tenants",
      "local",
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        problemsOf(file(signs.join("")));
      }),
    );
  });

  it.each([
    ["tenats: []", '"tenats" is no setting here; did you mean tenants?'],
    [
      "slak: {}\nhttpp: {}",
      '"slak" and "httpp" are no settings here; did you mean slack and http?',
    ],
    [
      "tenants: [{ name: a, domain: a.us.auth0.com, log_stream: {}, statusURL: x }]",
      'tenants[0]: "log_stream" and "statusURL" are no settings here; did you mean logStream and statusUrl?',
    ],
    ["sources: { stauts: {} }", 'sources: "stauts" is no setting here; did you mean status?'],
    ["local: { prot: 1 }", 'local: "prot" is no setting here; did you mean port?'],
    ["nothingLikeIt: 1", '"nothingLikeIt" is no setting here'],
  ])("has its slips told with what was most likely meant: %s", (yaml, words) => {
    expect(said(yaml)).toContain(words);
  });
});

describe.skipIf(process.platform === "win32")("a file that settings name", () => {
  const slack = `slack: { botToken: "\${BOT}", signingSecret: x }`;
  symlinkSync("loop", at("loop"));
  const huge = file("x".repeat(1_100_000), "huge");
  const binary = file(new Uint8Array([0x41, 0xff, 0]), "binary");

  it.each([
    ["a folder", folder, "is no file"],
    ["a device without an end", "/dev/zero", "is no file"],
    ["a link to itself", at("loop"), "cannot be read"],
    ["far too large", huge, "is larger than 1 MB"],
    ["no text", binary, "holds no text in UTF-8"],
    ["of a name with a zero in it", "a\0b", "cannot be read"],
  ])("is never waited for or read without an end: %s", (_, path, why) => {
    const small = why.replace("1 MB", "64 KB");
    expect(problemsOf(file(slack), { BOT_FILE: path })).toEqual([
      `slack.botToken: BOT_FILE names a file that ${small}`,
    ]);
    const certificates = problemsOf(file(`outgoing: { ca: ${JSON.stringify(path)} }`));
    expect(certificates).toEqual([
      expect.stringMatching(new RegExp(`^outgoing\\.ca: .*${why}$`, "su")),
    ]);
    const missing = /cannot be read/u.test(why);
    expect(problemsOf(path)).toEqual([missing ? "the file does not exist" : `the file ${why}`]);
  });

  it("holds certificates that can be read, or is refused", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    const problems = (content: string) =>
      problemsOf(file(`outgoing: { ca: ${file(content, "ca.pem")} }`)).join();
    expect(problems("nothing of the kind")).toMatch(/holds no certificate in PEM$/u);
    expect(problems(broken)).toMatch(/holds a certificate that cannot be read, number 1$/u);
  });

  it("and a variable that nobody set are no part of what every object has", () => {
    expect(said(`slack: { botToken: "\${constructor}", signingSecret: "\${__proto__}" }`)).toBe(
      "slack.botToken: the environment variable constructor is not set\nslack.signingSecret: the environment variable __proto__ is not set",
    );
  });
});
