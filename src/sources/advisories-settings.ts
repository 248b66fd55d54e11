import semver from "semver";
import { z } from "zod";
import { pollSettings } from "../core/source.ts";

/** A package that the team uses, and where that is known from. */
export interface Used {
  /** As OSV names it: npm, PyPI, … */
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  /** "web/package-lock.json"; "the settings". */
  readonly from: string;
}

/** As people write them, and as OSV does. */
const ecosystems: ReadonlyMap<string, string> = new Map(
  Object.entries({
    npm: "npm",
    packagist: "Packagist",
    composer: "Packagist",
    pypi: "PyPI",
    maven: "Maven",
    go: "Go",
    rubygems: "RubyGems",
    nuget: "NuGet",
  }),
);

const names = "npm, Packagist (or composer), PyPI, Maven, Go, RubyGems or NuGet";

/**
 * Packages of lockfiles and SBOMs that concern logins; `*` stands for anything. They hold thousands more, whose
 * weaknesses other tools watch.
 */
const loginPackages: readonly string[] = [
  "@auth0/*",
  "auth0*",
  "nextjs-auth0",
  "express-openid-connect",
  "express-oauth2-jwt-bearer",
  "express-jwt",
  "@okta/*",
  "okta-*",
  "openid-client",
  "oidc-*",
  "oauth*",
  "passport",
  "passport-*",
  "jsonwebtoken",
  "jwks-rsa",
  "jws",
  "jwa",
  "jose",
  "node-jose",
  "samlp",
  "saml",
  "saml2-js",
  "@node-saml/*",
  "wsfed",
  "xml-crypto",
  "xml-encryption",
  // As other ecosystems name Auth0's own.
  "auth0/*",
  "Auth0.*",
  "com.auth0:*",
  "github.com/auth0/*",
  "omniauth-auth0",
];

const address = z.string().refine((given) => /^https?:\/\//i.test(given) && URL.canParse(given), {
  error: ({ input }) => `"${input}" is not an address that begins with https://`,
});

const used = z.string().transform((written, context): Used => {
  const read = readPackage(written);
  if (typeof read !== "string") return read;
  context.addIssue({ code: "custom", message: `"${written}" ${read}` });
  return z.NEVER;
});

/** `npm:@auth0/nextjs-auth0@4.12.0`; in words what is wrong with it where something is. */
function readPackage(written: string): Used | string {
  const [, kind = "", name = "", version = ""] =
    /^([a-z]+):(.+?)(?:@([^@]*))?$/i.exec(written) ?? [];
  const example = "write one like npm:@auth0/nextjs-auth0@4.12.0";
  if (kind === "" || /\s/.test(written)) return `is not a package; ${example}`;
  const ecosystem = ecosystems.get(kind.toLowerCase());
  if (!ecosystem) return `begins with "${kind}", which is none of ${names}; ${example}`;
  if (version === "") return `says no version; add the one you use, like ${kind}:${name}@1.2.3`;
  if (!isExact(ecosystem, version)) {
    return `says "${version}", which is not one exact version; write the one you use, like ${kind}:${name}@1.2.3`;
  }
  return { ecosystem, name, version, from: "the settings" };
}

/** Whether it says one version, and no range. */
export const isExact = (ecosystem: string, version: string): boolean =>
  ecosystem === "npm" ? semver.valid(version) !== null : /^v?\d[\w.+!-]*$/.test(version);

export const advisoriesSettings = z.strictObject({
  url: address.default("https://api.osv.dev").describe("OSV's address"),
  okta: z
    .union([z.literal(false), address], {
      error: "is the address of Okta's feed, or false for none",
    })
    .default("https://trust.okta.com/security-advisories.xml")
    .describe("Okta's security advisories (RSS), or false for none"),
  packages: z.array(used).default([]).describe("what you use, like npm:@auth0/nextjs-auth0@4.12.0"),
  lockfiles: z
    .array(z.string().min(1))
    .default([])
    .describe("npm lockfiles, from the folder in which Watchpost is started"),
  watch: z
    .array(z.string().min(1))
    .default([...loginPackages])
    .describe(
      "which packages of lockfiles and SBOMs count, * for anything; by default those that concern logins",
    ),
  sboms: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "bills of materials (CycloneDX, JSON), from the folder in which Watchpost is started",
    ),
  ...pollSettings("1h"),
});

export type AdvisoriesSettings = z.output<typeof advisoriesSettings>;

/** Whether one of the patterns names the package. */
export function isWatched(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const [first = "", ...rest] = pattern.split("*");
    if (rest.length === 0) return pattern === name;
    return name.startsWith(first) && endsAs(name.slice(first.length), rest);
  });
}

/** The parts between asterisks, found one after the other; the last one at the end. */
function endsAs(rest: string, parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? "";
  let left = rest;
  for (const part of parts.slice(0, -1)) {
    const at = left.indexOf(part);
    if (at === -1) return false;
    left = left.slice(at + part.length);
  }
  return left.length >= last.length && left.endsWith(last);
}
