import {
  type Document,
  isScalar,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from "yaml";
import { SettingsError } from "./core/errors.ts";
import { readPlainFile } from "./core/plain-file.ts";
import { hideVariables } from "./settings-variables.ts";

/** Far more than thousands of subscriptions take. */
const mostBytes = 1024 * 1024;
/** No setting stands as deep. */
const deepest = 20;

/** What a settings file says, before anything in it is checked. @throws SettingsError that repeats nothing of it. */
export function readYaml(file: string): unknown {
  const fail = (problem: string): never => {
    throw new SettingsError(file, [problem]);
  };
  const text = readPlainFile(file, mostBytes);
  if (typeof text !== "string") return fail(`the file ${text.why}`);
  const lineCounter = new LineCounter();
  const document = parseDocument(hideVariables(text), {
    logLevel: "error",
    stringKeys: true,
    // The library holds each name against all before it: tens of thousands would take it half a minute.
    uniqueKeys: false,
    lineCounter,
  });
  // What comes after the first is mostly a consequence of it; what is only warned of would be read as something else.
  const [wrong] = [...document.errors, ...document.warnings];
  const first = wrong ?? repeatedIn(document, lineCounter);
  if (first) return fail(sayError(first));
  const read = contentOf(document) ?? fail(aliasWords(document));
  if (isDeep(read.content)) return fail(depth);
  // A text of the file would keep the whole of it in memory, and there may be secrets in it.
  return structuredClone(read.content ?? {});
}

type Slip = Pick<YAMLError, "code" | "linePos">;

/** The first setting that its section has already. */
function repeatedIn(document: Document.Parsed, lines: LineCounter): Slip | undefined {
  let found: Slip | undefined;
  visit(document, {
    Map(_, { items }) {
      const key = repeated(items.map((item) => item.key));
      if (key) found = at(lines, key.range?.[0] ?? 0);
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

function repeated(keys: readonly unknown[]): Scalar | undefined {
  const seen = new Set<unknown>();
  return keys.filter(isScalar).find(({ value }) => seen.size === seen.add(value).size);
}

const at = (lines: LineCounter, offset: number): Slip => ({
  code: "DUPLICATE_KEY",
  linePos: [lines.linePos(offset)],
});

/** Undefined where aliases are in the way. */
function contentOf(document: Document): { readonly content: unknown } | undefined {
  try {
    return { content: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function aliasWords(document: Document): string {
  let isUnknown = false;
  visit(document, {
    Alias: (_, alias) => {
      isUnknown ||= !alias.resolve(document);
      return isUnknown ? visit.BREAK : undefined;
    },
  });
  return isUnknown
    ? "an alias (* and a name) stands for nothing that comes before it; write out what it means"
    : "its aliases (* and a name) stand for more than any settings need; write out what they mean";
}

const depth = "nests deeper than any setting; an alias in what it stands for itself has no end";

/** Also where there is no end to it. */
function isDeep(value: unknown, level = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  return level > deepest || Object.values(value).some((one) => isDeep(one, level + 1));
}

/** The library's own words quote what stands there, which may be a secret. */
function sayError({ code, linePos }: Slip): string {
  const [at] = linePos ?? [];
  const where = at ? `line ${at.line}, column ${at.col}: ` : "";
  return `${where}${words[code] ?? "is not written as YAML is"}`;
}

const words: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  ALIAS_PROPS: "an alias (*) has nothing else beside it; take that out",
  BAD_ALIAS: "* begins an alias, and no name follows; put the text in quotes",
  BAD_COLLECTION_TYPE: "a tag (!) does not fit what it stands at; take it out",
  BAD_DIRECTIVE: "a line that begins with % is no setting; take it out",
  BAD_DQ_ESCAPE: String.raw`a \ in double quotes is no letter of its own; use single quotes`,
  BAD_INDENT: "is not indented as far as what it belongs with",
  BAD_PROP_ORDER: "& or ! does not stand right before what it marks; take it out",
  BAD_SCALAR_START: "a text cannot begin with this sign; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a second : stands on the line; put the text in quotes, or begin a new line",
  BLOCK_IN_FLOW: "what stands in brackets must not be spread over lines of its own with -, | or :",
  DUPLICATE_KEY: "a setting stands here that its section has already; take one of them out",
  KEY_OVER_1024_CHARS: "the name of a setting is longer than 1,024 characters",
  MISSING_CHAR: "something is missing, like a quote, a bracket, a comma, or a space after : or -",
  MULTILINE_IMPLICIT_KEY: "has no : after its name, or is not indented as it should be",
  MULTIPLE_ANCHORS: "& stands twice; take one of them out",
  MULTIPLE_DOCS: "a second document begins here; leave one, and take out the line with --- or ...",
  MULTIPLE_TAGS: "! stands twice; take one of them out",
  NON_STRING_KEY: "the name of a setting must be a text; put it in quotes",
  RESOURCE_EXHAUSTION: "nests deeper than any setting",
  TAB_AS_INDENT: "is indented with a tab; use spaces",
  TAG_RESOLVE_FAILED:
    "! begins a tag, and Watchpost knows none like it; put a text that begins with it in quotes",
  UNEXPECTED_TOKEN:
    "something stands where nothing can; put the text in quotes, or look at the lines before",
};
