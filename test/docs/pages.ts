import { readdirSync, readFileSync } from "node:fs";

/** A page of the documentation, from the repository's top. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced block, without its indentation. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** What a comment right before it says of it: `<!-- not run: it needs Docker -->`. */
  readonly mark: { readonly kind: string; readonly words: string } | undefined;
}

export const pages: readonly Page[] = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
].map((path) => ({ path, text: readFileSync(path, "utf8") }));

export const shell = ["sh", "bash"];

export function blocksIn({ path, text }: Page): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  let begun: { at: number; indent: string; language: string } | undefined;
  for (const [at, line] of lines.entries()) {
    const [, indent = "", language = ""] = /^( *)```(\S*)/.exec(line) ?? [];
    if (!/^ *```/.test(line)) continue;
    if (!begun) {
      begun = { at, indent, language };
      continue;
    }
    const { at: from, indent: deep } = begun;
    const own = lines
      .slice(from + 1, at)
      .map((each) => each.replace(new RegExp(`^ {0,${deep.length}}`), ""));
    blocks.push({
      page: path,
      line: from + 1,
      language: begun.language,
      text: own.join("\n"),
      mark: markIn(lines[from - 1] ?? ""),
    });
    begun = undefined;
  }
  return blocks;
}

function markIn(line: string): Block["mark"] {
  const [, kind, words] = /^\s*<!-- (not run|with|not settings): (.+) -->\s*$/.exec(line) ?? [];
  return kind && words ? { kind, words } : undefined;
}

/** A page's words without its blocks. */
export function proseIn({ text }: Page): string {
  return text.replace(/^( *)```[\s\S]*?^ *```$/gm, "");
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

export function linksIn(page: Page): readonly Link[] {
  const links: Link[] = [];
  for (const [index, line] of page.text.split("\n").entries()) {
    const words = line.replace(/`[^`]*`/g, "");
    for (const [, target = ""] of words.matchAll(/\]\(([^)\s]+)\)/g)) {
      links.push({ target, line: index + 1 });
    }
  }
  return links;
}

/** The anchors that GitHub gives a page's headings, and those that it sets itself. */
export function anchorsIn({ text }: Page): ReadonlySet<string> {
  const outside = text.replace(/^( *)```[\s\S]*?^ *```$/gm, "");
  const counts = new Map<string, number>();
  const headings = [...outside.matchAll(/^#{1,6} (.+)$/gm)].map(([, words = ""]) => {
    const slug = slugOf(words);
    const nth = counts.get(slug) ?? 0;
    counts.set(slug, nth + 1);
    return nth === 0 ? slug : `${slug}-${nth}`;
  });
  const set = [...outside.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = ""]) => name);
  return new Set([...headings, ...set]);
}

const slugOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
