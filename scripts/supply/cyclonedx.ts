import { createHash } from "node:crypto";
import { licenceOf } from "./licence-rules.ts";
import { type Lock, type Place, shippedIn, usedBy } from "./lock.ts";

/** What is listed, and whose parts. */
interface Product {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/** One package of a bill of materials, in the words of CycloneDX. */
interface Component {
  readonly type: "library";
  readonly "bom-ref": string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly scope: "required" | "optional";
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly object[];
}

/**
 * What ships with the product, as a CycloneDX document: each package once, and what each uses. The same lock gives the same
 * document, letter for letter; `made` is the time it names, if any.
 */
export function billOf(lock: Lock, product: Product, made?: Date) {
  const shipped = shippedIn(lock);
  const components = unique(shipped.map(componentOf), (one) => one["bom-ref"]);
  const self = `pkg:npm/${product.name}@${product.version}`;
  const content = {
    metadata: {
      ...(made ? { timestamp: made.toISOString() } : {}),
      lifecycles: [{ phase: "build" }],
      authors: [{ name: "The Watchpost contributors" }],
      component: {
        type: "application",
        "bom-ref": self,
        name: product.name,
        version: product.version,
        description: product.description,
        purl: self,
        licenses: licencesOf(product.license),
      },
    },
    components,
    dependencies: [
      { ref: self, dependsOn: refsOf(usedBy(lock, { path: "", uses: lock.direct })) },
      ...components.map(({ "bom-ref": ref }) => ({ ref, dependsOn: usesOf(ref, shipped, lock) })),
    ],
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
}

function componentOf(place: Place): Component {
  const { version, integrity, optional } = place;
  const [name = "", group] = place.name.split("/").reverse();
  const ref = refOf(place);
  const licence = licenceOf(place);
  return {
    type: "library",
    "bom-ref": ref,
    ...(group ? { group } : {}),
    name,
    version,
    scope: optional ? "optional" : "required",
    purl: ref,
    ...(integrity ? { hashes: [hashOf(integrity)] } : {}),
    ...(licence ? { licenses: licencesOf(licence) } : {}),
  };
}

/** A package URL: `pkg:npm/%40slack/bolt@5.1.0`. */
const refOf = ({ name, version }: Place): string =>
  `pkg:npm/${name.replace("@", "%40")}@${version}`;

/** npm writes a digest as `sha512-` and base64. */
function hashOf(integrity: string) {
  const [, kind = "", digest = ""] = /^sha(\d+)-(\S+)/.exec(integrity) ?? [];
  return { alg: `SHA-${kind}`, content: Buffer.from(digest, "base64").toString("hex") };
}

const licencesOf = (licence: string): readonly object[] =>
  /\s/.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }];

/** A package that stands in several places may find different neighbours in each. */
const usesOf = (ref: string, shipped: readonly Place[], lock: Lock): readonly string[] =>
  refsOf(shipped.filter((place) => refOf(place) === ref).flatMap((place) => usedBy(lock, place)));

const refsOf = (places: readonly Place[]): readonly string[] =>
  [...new Set(places.filter(({ development }) => !development).map(refOf))].sort();

const unique = <One>(all: readonly One[], keyOf: (one: One) => string): readonly One[] =>
  [...new Map(all.map((one) => [keyOf(one), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);

/** Made of what it names (RFC 9562, version 8), so that the same parts have the same number. */
function uuidOf(content: string): string {
  const digest = createHash("sha256").update(content).digest("hex");
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return parts.join("-");
}
