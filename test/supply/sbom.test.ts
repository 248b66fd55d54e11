import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { billOf } from "../../scripts/supply/cyclonedx.ts";
import { lockOf, shippedIn } from "../../scripts/supply/lock.ts";
import { listedIn } from "../../src/sources/sbom-cyclonedx.ts";
import { advisory, factOf, fakeOsv, world } from "../sources/osv-bench.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const lock = lockOf(read("package-lock.json"));
const product = JSON.parse(read("package.json"));
const bill = billOf(lock, product);

/** CycloneDX 1.6, as far as ours goes: its schema takes no other keys either. */
const ref = z.string().startsWith("pkg:npm/");
const licences = z.union([
  z
    .array(z.strictObject({ license: z.strictObject({ id: z.string().regex(/^[\w.-]+$/) }) }))
    .length(1),
  z.array(z.strictObject({ expression: z.string() })).length(1),
]);
const document = z.strictObject({
  $schema: z.literal("http://cyclonedx.org/schema/bom-1.6.schema.json"),
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.literal("1.6"),
  serialNumber: z
    .string()
    .regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  version: z.literal(1),
  metadata: z.strictObject({
    timestamp: z.iso.datetime().optional(),
    lifecycles: z.tuple([z.strictObject({ phase: z.literal("build") })]),
    authors: z.array(z.strictObject({ name: z.string() })),
    component: z.strictObject({
      type: z.literal("application"),
      "bom-ref": ref,
      name: z.string(),
      version: z.string(),
      description: z.string(),
      purl: ref,
      licenses: licences,
    }),
  }),
  components: z.array(
    z.strictObject({
      type: z.literal("library"),
      "bom-ref": ref,
      group: z.string().optional(),
      name: z.string().regex(/^[^/]+$/),
      version: z.string(),
      scope: z.enum(["required", "optional"]),
      purl: ref,
      hashes: z.tuple([
        z.strictObject({ alg: z.literal("SHA-512"), content: z.string().regex(/^[0-9a-f]{128}$/) }),
      ]),
      licenses: licences,
    }),
  ),
  dependencies: z.array(z.strictObject({ ref, dependsOn: z.array(ref) })),
});

describe("the bill of materials of Watchpost itself", () => {
  it("is written as CycloneDX asks, with digest and licence of every package", () => {
    expect(document.parse(bill).components.length).toBeGreaterThan(150);
  });

  it("lists every package that ships, once, and none that is for development", () => {
    const named = bill.components.map(({ group, name, version }) =>
      [group, name].filter(Boolean).join("/").concat(" ", version),
    );
    expect(new Set(named).size).toBe(named.length);
    const shipped = shippedIn(lock).map(({ name, version }) => `${name} ${version}`);
    expect([...named].sort()).toEqual([...new Set(shipped)].sort());
    expect(named.some((name) => name.startsWith("vitest "))).toBe(false);
  });

  it("says what uses what, from Watchpost down to every last package", () => {
    const uses = new Map(bill.dependencies.map(({ ref: one, dependsOn }) => [one, dependsOn]));
    const reached = new Set<string>();
    const ahead = [bill.metadata.component["bom-ref"]];
    for (let one = ahead.pop(); one !== undefined; one = ahead.pop()) {
      if (reached.has(one)) continue;
      reached.add(one);
      ahead.push(...(uses.get(one) ?? []));
    }
    const refs = bill.components.map((component) => component["bom-ref"]);
    expect(refs.filter((one) => !reached.has(one))).toEqual([]);
    expect([...reached].filter((one) => !uses.has(one))).toEqual([]);
  });

  it("is the same letter for letter for the same lock, and names a time only where one is given", () => {
    expect(JSON.stringify(billOf(lock, product))).toBe(JSON.stringify(bill));
    expect(JSON.stringify(bill)).not.toContain("timestamp");
    const dated = billOf(lock, product, new Date("2026-11-29T00:00:00Z"));
    expect(dated.metadata).toMatchObject({ timestamp: "2026-11-29T00:00:00.000Z" });
    expect(dated.serialNumber).not.toBe(bill.serialNumber);
  });

  it("is read by Watchpost's own source of advisories", async () => {
    const listed = listedIn(JSON.stringify(bill), "sbom.cdx.json");
    expect(listed.length).toBe(bill.components.length);
    const { version = "" } = listed.find(({ name }) => name === "jws") ?? {};
    const here = world(
      fakeOsv(advisory("GHSA-869p-cjfg-cm3x", ["npm", "jws"], [[{ introduced: "0" }]])),
    );
    here.files.set("dist/sbom.cdx.json", JSON.stringify(bill));
    const [subject] = await here.read({ sboms: ["dist/sbom.cdx.json"] });
    expect(factOf(subject, "Affected")).toEqual([
      `jws ${version} (dist/sbom.cdx.json); neither since when nor a fix is told`,
    ]);
  });
});
