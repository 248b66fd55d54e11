import { z } from "zod";
import { UpstreamError } from "../core/errors.ts";
import { isExact, type Used } from "./advisories-settings.ts";

/** A package that a bill of materials lists, as OSV names it. */
export type Listed = Omit<Used, "from">;

/** What package URLs call the ecosystems. */
const ecosystems: ReadonlyMap<string, string> = new Map(
  Object.entries({
    npm: "npm",
    composer: "Packagist",
    pypi: "PyPI",
    maven: "Maven",
    golang: "Go",
    gem: "RubyGems",
    nuget: "NuGet",
  }),
);

const component = z.object({
  purl: z.string().optional().catch(undefined),
  components: z.array(z.unknown()).optional().catch(undefined),
});

const bill = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(z.unknown()).default([]),
});

/**
 * The packages that a CycloneDX document lists, each version once: those with a package URL of an ecosystem that OSV knows
 * and one exact version. The product itself is none of them.
 * @throws UpstreamError that names the file, when it is no such document.
 */
export function listedIn(content: string, file: string): readonly Listed[] {
  const found = new Map<string, Listed>();
  const ahead = [...parse(content, file)];
  for (let one = ahead.pop(); one !== undefined; one = ahead.pop()) {
    const read = component.safeParse(one);
    if (!read.success) continue;
    const { purl = "", components = [] } = read.data;
    ahead.push(...components);
    const listed = packageOf(purl);
    if (listed) found.set(Object.values(listed).join("\n"), listed);
  }
  return [...found.values()];
}

function parse(content: string, file: string): readonly unknown[] {
  let data: unknown;
  try {
    data = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch {
    throw problem(file, "is not JSON; of SBOMs, CycloneDX written as JSON can be read");
  }
  const read = bill.safeParse(data);
  if (read.success) return read.data.components;
  const other = typeof data === "object" && data !== null && "spdxVersion" in data;
  throw problem(file, other ? "is SPDX; only CycloneDX can be read" : "is none of CycloneDX");
}

const problem = (file: string, words: string): UpstreamError =>
  new UpstreamError(file, `The SBOM ${file} ${words}.`);

/** `pkg:npm/%40slack/bolt@5.1.0?arch=any#lib` */
function packageOf(purl: string): Listed | undefined {
  const [, kind = "", path = ""] = /^pkg:(?:\/\/)?([a-z0-9.+-]+)\/([^?#]+)/i.exec(purl) ?? [];
  const ecosystem = ecosystems.get(kind.toLowerCase());
  const at = path.lastIndexOf("@");
  if (!ecosystem || at < 1) return undefined;
  const name = decoded(path.slice(0, at));
  const version = decoded(path.slice(at + 1));
  if (!name || !version || !isExact(ecosystem, version)) return undefined;
  return { ecosystem, name: ecosystem === "Maven" ? name.replace("/", ":") : name, version };
}

/** Undefined where percent signs make no sense. */
function decoded(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}
