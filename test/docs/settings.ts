import { parse } from "yaml";
import { platforms } from "../../adapters/index.ts";
import { settingsJsonSchema, settingsOf } from "../../scripts/sync-settings.ts";
import { settingsSchema } from "../../src/settings.ts";
import { sources } from "../../src/sources/index.ts";

const schema = settingsSchema({ sources, platforms });
const paths = settingsOf(settingsJsonSchema({ sources, platforms })).map(({ path }) => path);
const topKeys: readonly string[] = Object.keys(schema.shape);

type Settings = Readonly<Record<string, unknown>>;

/** What a block of YAML sets; nothing where it is about something else. */
export function settingsIn(text: string): Settings | undefined {
  const read: unknown = parse(text);
  if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
  return Object.keys(read).some((key) => topKeys.includes(key)) ? (read as Settings) : undefined;
}

/** Settings with something in place of each variable and of each thing that a reader is to put there. */
export const filled = (text: string): string =>
  text
    .replaceAll(/\$\{\w+_ID\}/g, "0a1b2c3d-1111-4222-8333-444455556666")
    .replaceAll(/\$\{\w+\}/g, "https://something.example.com/of-16-letters-at-least");

/** What the schema says against it. A part of the settings may leave the rest out. */
export function problemsIn(settings: Settings): readonly string[] {
  const { error } = schema.safeParse(settings);
  return (error?.issues ?? []).flatMap(({ path, message, code, input }) => {
    const leftOut = code === "invalid_type" && input === undefined;
    return leftOut ? [] : [`${path.join(".")}: ${message}`];
  });
}

const plain = new Set(paths.map((path) => path.replaceAll("[]", "")));
const parents = new Set(
  [...plain].flatMap((path) => {
    const parts = path.split(".");
    return parts.map((_, index) => parts.slice(0, index + 1).join("."));
  }),
);

/** Settings that are named in words, like `store.archive` or `tenants[].logs.keep`, and that there are not. */
export function unknownIn(prose: string): readonly string[] {
  const named = [
    ...prose.matchAll(/`([a-z][A-Za-z]*(?:\[\])?(?:\.[a-z][A-Za-z]*(?:\[\])?)+)`/g),
  ].map(([, path = ""]) => path.replaceAll("[]", ""));
  const isFile = (path: string) => /\.(?:md|ts|json|ya?ml|db|pem|key|com|org)$/.test(path);
  return named.filter(
    (path) => !isFile(path) && topKeys.includes(path.split(".")[0] ?? "") && !parents.has(path),
  );
}
