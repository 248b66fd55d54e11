import type { Breach } from "../mutant.ts";

const feeds = ["test/doors/feeds.test.ts"];
const servers = ["test/doors/feed-servers.test.ts"];
const parser = ["test/feeds/parser.test.ts"];

/** What is read of feeds and pages. */
export const feedBreaches: readonly Breach[] = [
  {
    threat: 39,
    name: "expand what a document declares",
    changes: [
      {
        file: "src/feeds/doctype.ts",
        from: "text: text.slice(0, start) + text.slice(end),",
        to: 'text: [..."123456789"].reduce(\n      (all) =>\n        [...declaration.matchAll(/<!ENTITY\\s+(\\w+)\\s+"([^"]*)"/g)].reduce(\n          (words, [, name = "", value = ""]) => words.replaceAll(`&${name};`, value),\n          all,\n        ),\n      text.slice(0, start) + text.slice(end),\n    ),',
      },
    ],
    tests: feeds,
    reds: ["is bounded in time and memory, and said in words: %s"],
  },
  {
    threat: 39,
    name: "read elements however deep they nest",
    changes: [{ file: "src/feeds/tidy.ts", from: "deepest = 1000", to: "deepest = 1_000_000" }],
    tests: feeds,
    reds: ["is bounded in time and memory, and said in words: %s"],
  },
  {
    threat: 39,
    name: "read any number of values of JSON",
    changes: [
      {
        file: "src/feeds/read-json.ts",
        from: "values: 200_000",
        to: "values: 200_000_000",
      },
    ],
    tests: feeds,
    reds: ["is bounded in time and memory, and said in words: %s"],
  },
  {
    threat: 39,
    name: "read a document for as long as it takes",
    changes: [
      {
        file: "src/feeds/parser.ts",
        from: "settle({ why: `takes longer than",
        to: "void ({ why: `takes longer than",
      },
    ],
    tests: parser,
    reds: ["ends a document that takes too long, and reads the next one"],
  },
  {
    threat: 39,
    name: "read a document with as much memory as it takes",
    changes: [
      {
        file: "src/feeds/parser.ts",
        from: "const memory = { old: memoryMb, young: 8 };",
        to: "const memory = { old: 40 * memoryMb, young: 8 };",
      },
    ],
    tests: parser,
    reds: [
      "ends a document that takes too much memory, and reads the next one with the same parser",
    ],
  },
  {
    threat: 40,
    name: "fetch what a document includes",
    changes: [
      {
        file: "src/feeds/doctype.ts",
        from: "  const declaration = text.slice(start, end);\n",
        to: '  const declaration = text.slice(start, end);\n  const [, other] = /SYSTEM "(http[^"]*)"/u.exec(declaration) ?? [];\n  if (other) void fetch(other);\n',
      },
    ],
    tests: feeds,
    reds: ["is never a reason to read a file or to ask an address that it names"],
  },
  {
    threat: 41,
    name: "read bytes as the server says, whatever their mark",
    changes: [
      {
        file: "src/feeds/encoding.ts",
        from: '  if (marked) return decodeAs(bytes, marked) ?? "";\n',
        to: "",
      },
    ],
    tests: feeds,
    reds: ["is read as text, or not at all, with %s"],
  },
  {
    threat: 42,
    name: "count what is packed and not what it becomes",
    changes: [
      {
        file: "src/feeds/body.ts",
        from: 'if (length > limit) throw new TooLarge("too large");',
        to: "",
      },
    ],
    tests: servers,
    reds: ["is cut off at 5 MB of what a %s bomb becomes"],
  },
  {
    threat: 42,
    name: "say of a broken answer what the client says",
    changes: [
      {
        file: "src/feeds/request.ts",
        from: "throw whatFailed(error, url.host, given.signal);",
        to: "throw error;",
      },
    ],
    tests: servers,
    reds: ["is told of in words that fit, with %s"],
  },
  {
    threat: 42,
    name: "wait for a feed for as long as it takes",
    changes: [
      {
        file: "src/feeds/request.ts",
        from: "      signal: given.signal,\n",
        to: "",
      },
    ],
    tests: servers,
    reds: ["is waited for no longer than a request may take when it %s"],
  },
  {
    threat: 43,
    name: "ask a feed that fails as often as one that answers",
    changes: [{ file: "src/feeds/poll.ts", from: "** Math.min(failures - 1, 12)", to: "** 0" }],
    tests: ["test/feeds/runner.test.ts"],
    reds: ["tries a failing target again soon, then ever less often, and keeps reading the others"],
  },
  {
    threat: 44,
    name: "read what stands in a script",
    changes: [
      {
        file: "src/feeds/html.ts",
        from: "if (dropped.has(name)) style.dropped += 1;",
        to: "",
      },
      {
        file: "src/feeds/html.ts",
        from: "if (dropped.has(name)) style.dropped -= 1;",
        to: "",
      },
    ],
    tests: ["test/doors/feed-markup.test.ts"],
    reds: ["an entry brings no markup, no script and no address that opens anything but the web"],
  },
  {
    threat: 44,
    name: "let an entry's link run something",
    changes: [
      {
        file: "src/feeds/links.ts",
        from: 'return /^https?:$/.test(url.protocol) && url.hostname !== "" ? url : undefined;',
        to: "return url;",
      },
    ],
    tests: ["test/doors/feed-markup.test.ts"],
    reds: ["an entry brings no markup, no script and no address that opens anything but the web"],
  },
  {
    threat: 44,
    name: "let a feed's words be markup in Slack",
    changes: [
      {
        file: "adapters/slack/limits.ts",
        from: 'return literal.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");',
        to: "return literal;",
      },
    ],
    tests: ["test/adapters/slack-render.test.ts"],
    reds: ["never lets words become a call, a link or markup"],
  },
  {
    threat: 44,
    name: "let a feed's words be markup in Teams",
    changes: [
      {
        file: "adapters/teams/literal.ts",
        from: "export function isMarkup(words: string): boolean {\n  return /",
        to: 'export function isMarkup(words: string): boolean {\n  return words === "" && /',
      },
    ],
    tests: ["test/adapters/teams-render.test.ts"],
    reds: ["shows hostile words as words in %s"],
  },
  {
    threat: 45,
    name: "make of JSON objects whatever its names say",
    changes: [
      {
        file: "src/feeds/read-json.ts",
        from: "const read = item.safeParse(one);",
        to: 'for (const [key, value] of Object.entries(one as object)) {\n        const target = ({} as Record<string, unknown>)[key];\n        const made = (value as { prototype?: object }).prototype;\n        if (typeof target === "function" && made) Object.assign(target.prototype, made);\n      }\n      const read = item.safeParse(one);',
      },
    ],
    tests: feeds,
    reds: ["gives nothing to the objects of the bot by names that objects have"],
  },
  {
    threat: 45,
    name: "read a form with what makes objects of its names",
    changes: [
      {
        file: "adapters/slack/door.ts",
        from: 'if (form && typeof fields.payload !== "string") return { ...fields };',
        to: 'if (form && typeof fields.payload !== "string") {\n      for (const [key, value] of Object.entries(fields)) {\n        const [first = "", ...rest] = key.split(/[[\\]]+/u);\n        const at = rest.filter(Boolean);\n        const last = at.pop();\n        let target = ({} as Record<string, never>)[first] as Record<string, unknown> | undefined;\n        for (const step of at) target = target?.[step] as Record<string, unknown> | undefined;\n        if (target && last) target[last] = value;\n      }\n      return { ...fields };\n    }',
      },
    ],
    tests: ["test/doors/slack.test.ts"],
    reds: ["gives nothing to the objects of the bot by names that objects have"],
  },
];
