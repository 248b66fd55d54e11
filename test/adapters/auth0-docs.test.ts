import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { logs, organizations, parts } from "../../adapters/auth0/scopes.ts";
import { partsRead } from "../contracts/tenant-bench.ts";

const page = readFileSync("docs/auth0.md", "utf8");
const rows = [...page.matchAll(/^\| `(read:\w+)` \| (.*?) \|/gm)];

it("documents each scope, with everything that is read with it, and no other scope", () => {
  const all = [...Object.values(parts), logs, organizations];
  const scopes = all.flatMap((wanted) => wanted.scopes);
  expect(rows.map(([, scope]) => scope).sort()).toEqual([...new Set(scopes)].sort());
  for (const [, scope = "", what] of rows) {
    for (const wanted of all.filter(({ scopes }) => scopes.includes(scope))) {
      expect(what, scope).toContain(wanted.what);
    }
  }
  const mentioned = page.match(/\b(?:read|create|update|delete):[a-z_]+/g) ?? [];
  expect(new Set(mentioned)).toEqual(new Set(scopes));
});

it("asks for each part the scope that Auth0 wants for it", () => {
  for (const [part, { scope }] of Object.entries(partsRead)) {
    expect(parts[part as keyof typeof parts].scopes).toContain(scope);
  }
});
