import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UpstreamError } from "../../src/core/errors.ts";
import { installedIn } from "../../src/sources/lockfile-npm.ts";
import { anyWords } from "../properties/words.ts";

const read = (content: unknown, file = "web/package-lock.json") =>
  installedIn(typeof content === "string" ? content : JSON.stringify(content), file).map(
    ({ name, version }) => `${name}@${version}`,
  );

const project = { name: "web", version: "1.0.0" };
const places = {
  "": { ...project, dependencies: { jose: "^5" } },
  "node_modules/jose": { version: "5.9.6", dev: true },
  "node_modules/openid-client": { version: "5.7.0" },
  "node_modules/openid-client/node_modules/jose": { version: "4.15.9" },
  "node_modules/other/node_modules/jose": { version: "4.15.9" },
  "node_modules/@auth0/nextjs-auth0": { version: "4.12.0", inBundle: true },
  "node_modules/old-auth0": { name: "@auth0/nextjs-auth0", version: "3.5.0" },
  "node_modules/own": { resolved: "packages/own", link: true, version: "0.0.1" },
  "packages/own": { version: "0.0.1" },
  "packages/own/node_modules/jws": { version: "3.2.2" },
  "node_modules/from-git": { version: "git+ssh://git@host.example/x.git#abc" },
};
const told = [
  "jose@5.9.6",
  "openid-client@5.7.0",
  "jose@4.15.9",
  "@auth0/nextjs-auth0@4.12.0",
  "@auth0/nextjs-auth0@3.5.0",
  "jws@3.2.2",
];

describe("npm's lockfiles", () => {
  it.each([2, 3])(
    "of version %i: nested, bundled, renamed; no links, workspaces or git",
    (version) => {
      const dependencies = { ignored: { version: "9.9.9" } };
      expect(
        read({ ...project, lockfileVersion: version, packages: places, dependencies }),
      ).toEqual(told);
    },
  );

  it("of version 1: nested, bundled, renamed; no git", () => {
    const dependencies = {
      jose: { version: "5.9.6", dev: true },
      "openid-client": {
        version: "5.7.0",
        requires: { jose: "^4" },
        dependencies: { jose: { version: "4.15.9", bundled: true } },
      },
      "old-auth0": { version: "npm:@auth0/nextjs-auth0@3.5.0" },
      own: { version: "file:packages/own" },
      git: { version: "git+ssh://git@host.example/x.git#abc" },
    };
    const wanted = [
      "jose@5.9.6",
      "openid-client@5.7.0",
      "jose@4.15.9",
      "@auth0/nextjs-auth0@3.5.0",
    ];
    expect(read({ ...project, lockfileVersion: 1, dependencies })).toEqual(wanted);
    expect(read({ ...project, dependencies })).toEqual(wanted);
  });

  it("of a project that needs nothing", () => {
    expect(read({ ...project, lockfileVersion: 1 })).toEqual([]);
    expect(read({ ...project, lockfileVersion: 3, packages: { "": project } })).toEqual([]);
  });

  it.each([
    ["{", "is not JSON"],
    ["", "is not JSON"],
    ["[]", "is no lockfile of npm"],
    ["null", "is no lockfile of npm"],
    ['{"name":"web"}', "is no lockfile of npm"],
    ['{"lockfileVersion":4,"packages":{}}', "has the lockfile version 4; 1, 2 and 3 can be read"],
    ['{"lockfileVersion":3,"dependencies":{}}', 'has no "packages"'],
    ['{"lockfileVersion":3,"packages":[]}', "is no lockfile of npm"],
  ])("that are none are refused by name: %s", (content, words) => {
    expect(() => read(content, "../web/package-lock.json")).toThrow(UpstreamError);
    expect(() => read(content, "../web/package-lock.json")).toThrow(
      `The lockfile ../web/package-lock.json ${words}`,
    );
  });

  it("of other programs are refused with what can be read", () => {
    expect(() => read("__metadata:\n  version: 8", "web/yarn.lock")).toThrow(
      "The lockfile web/yarn.lock is not JSON; only npm's (package-lock.json, npm-shrinkwrap.json) can be read.",
    );
  });

  it("that nest without an end are refused too", () => {
    let inner: object = {};
    for (let depth = 0; depth < 200; depth += 1) {
      inner = { a: { version: "1.0.0", dependencies: inner } };
    }
    expect(() => read({ lockfileVersion: 1, dependencies: inner })).toThrow("nests more than 100");
  });

  it("of any form at all are read or refused, never a crash", () => {
    fc.assert(
      fc.property(
        fc.record({
          lockfileVersion: fc.oneof(fc.constantFrom(1, 2, 3), fc.jsonValue()),
          packages: fc.oneof(fc.dictionary(anyWords(), fc.jsonValue()), fc.jsonValue()),
          dependencies: fc.jsonValue(),
        }),
        (content) => {
          let outcome: unknown;
          try {
            outcome = read(content);
          } catch (error) {
            outcome = error;
          }
          expect(Array.isArray(outcome) || outcome instanceof UpstreamError).toBe(true);
        },
      ),
    );
  });
});
