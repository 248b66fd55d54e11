import semver from "semver";
import { z } from "zod";
import { UpstreamError } from "../core/errors.ts";

/** A package at the version that is installed. */
export interface Installed {
  readonly name: string;
  readonly version: string;
}

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** One place of versions 2 and 3. */
const place = z.object({ name: text, version: text, link: flag });
const modern = z.record(z.string(), z.unknown());

/** One package of version 1, with what is installed beneath it. */
const nested = z.object({
  version: text,
  dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const lockfile = z.object({
  lockfileVersion: z.number().optional(),
  packages: modern.optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
});

/** Nothing real is nested deeper. */
const deepest = 100;

/**
 * The packages that an npm lockfile installs, each version once: not the project itself, its workspaces
 * and links, nor what has no version of its own.
 * @throws UpstreamError that names the file, when it is none that npm writes.
 */
export function installedIn(content: string, file: string): readonly Installed[] {
  const { lockfileVersion: version = 1, packages, dependencies = {} } = parse(content, file);
  if (![1, 2, 3].includes(version)) {
    throw problem(file, `has the lockfile version ${version}; 1, 2 and 3 can be read`);
  }
  if (version === 1 && !packages) return unique(beneath(dependencies, file, 0));
  // Version 2 tells everything twice; `packages` is what npm itself goes by.
  if (packages) return unique(Object.entries(packages).flatMap(placed));
  throw problem(file, `has no "packages", which the lockfile version ${version} needs`);
}

function parse(content: string, file: string): z.output<typeof lockfile> {
  let data: unknown;
  try {
    data = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch {
    const other = /\.lock$|\.ya?ml$/i.test(file);
    const hint = "; only npm's (package-lock.json, npm-shrinkwrap.json) can be read";
    throw problem(file, `is not JSON${other ? hint : ""}`);
  }
  const read = lockfile.safeParse(data);
  if (read.success && (read.data.packages || read.data.dependencies || read.data.lockfileVersion)) {
    return read.data;
  }
  throw problem(file, "is no lockfile of npm");
}

const problem = (file: string, words: string): UpstreamError =>
  new UpstreamError(file, `The lockfile ${file} ${words}.`);

/** `node_modules/a/node_modules/@b/c` is `@b/c`, unless it is installed under another name. */
function placed([path, given]: [string, unknown]): readonly Installed[] {
  const at = path.lastIndexOf("node_modules/");
  const read = place.safeParse(given);
  if (at === -1 || !read.success || read.data.link) return [];
  const { name = path.slice(at + "node_modules/".length), version } = read.data;
  return exact(name, version);
}

function beneath(
  dependencies: Readonly<Record<string, unknown>>,
  file: string,
  depth: number,
): readonly Installed[] {
  if (depth > deepest) throw problem(file, `nests more than ${deepest} packages in each other`);
  return Object.entries(dependencies).flatMap(([name, given]) => {
    const read = nested.safeParse(given);
    if (!read.success) return [];
    const { version, dependencies: deeper = {} } = read.data;
    return [...aliased(name, version), ...beneath(deeper, file, depth + 1)];
  });
}

/** `npm:real@1.2.3` is the package `real` under another name. */
function aliased(name: string, version: string | undefined): readonly Installed[] {
  const [, real, at] = /^npm:(.+)@([^@]+)$/.exec(version ?? "") ?? [];
  return real ? exact(real, at) : exact(name, version);
}

function exact(name: string, version: string | undefined): readonly Installed[] {
  return version !== undefined && semver.valid(version) ? [{ name, version }] : [];
}

function unique(all: readonly Installed[]): readonly Installed[] {
  return [...new Map(all.map((one) => [`${one.name}@${one.version}`, one])).values()];
}
