import type { Mutant } from "./mutant.ts";

const heap = ["test/secrets/heap.test.ts"];
const office = ["test/outgoing/every-client.test.ts"];
const rotation = ["test/secrets/rotation.test.ts"];

/** Rule 12, of the bot's own secrets, and of its way out. */
export const secretMutants: readonly Mutant[] = [
  {
    rule: 12,
    name: "give Slack's SDK the token itself",
    file: "adapters/slack/adapter.ts",
    from: "new bolt.webApi.WebClient(named.bot, given)",
    to: "new bolt.webApi.WebClient(settings.botToken.reveal(), given)",
    tests: heap,
  },
  {
    rule: 12,
    name: "leave secrets in the environment",
    file: "src/main.ts",
    from: "delete process.env[name];",
    to: "void name;",
    tests: heap,
  },
  {
    rule: 12,
    name: "keep the key of hashes as text",
    file: "src/archive-file.ts",
    from: 'createSecretKey(hashed.reveal(), "utf8")',
    to: "hashed.reveal() as never",
    tests: heap,
  },
  {
    rule: 12,
    name: "log what others say of secrets as they say it",
    file: "src/log.ts",
    from: "hide.line(line.trimEnd())",
    to: "line.trimEnd()",
    tests: ["test/secrets/never.test.ts", ...heap],
  },
  {
    rule: 12,
    name: "know a secret only as it is, and not as it is encoded",
    file: "src/core/secret-forms.ts",
    from: "const encoded = values.flatMap(encodings)",
    to: "const encoded = values.slice(values.length).flatMap(encodings)",
    tests: ["test/secrets/hide.test.ts"],
  },
  {
    rule: 12,
    name: "take only the newest of two tokens of a log stream",
    file: "src/logs/stream-keys.ts",
    from: "[...digestsOf(token), ...nobody].slice(0, 2)",
    to: "[...digestsOf(token).slice(0, 1), ...nobody]",
    tests: rotation,
  },
  {
    rule: 12,
    name: "take only the newest of two signing secrets",
    file: "adapters/slack/door.ts",
    from: "keys.map((key) => {",
    to: "keys.slice(0, 1).map((key) => {",
    tests: rotation,
  },
  {
    rule: 12,
    name: "read a secret's file at the start alone",
    file: "src/renewals.ts",
    from: "if (secrets?.haveChanged()) renew();",
    to: "",
    tests: ["test/secrets/renewals.test.ts"],
  },
  {
    rule: 12,
    name: "open Slack's socket past the proxy",
    file: "adapters/slack/adapter.ts",
    from: "...(dispatcher ? { dispatcher } : {}),",
    to: "",
    tests: office,
  },
  {
    rule: 12,
    name: "let Teams' SDK ask for keys by itself",
    file: "adapters/teams/authentication.ts",
    from: "  askThrough(outgoing, endpoints.openIdMetadata);\n",
    to: "",
    tests: office,
  },
  {
    rule: 12,
    name: "ask for Teams' tokens past the proxy",
    file: "adapters/teams/token-request.ts",
    from: "await outgoing.fetch(url, {",
    to: "await fetch(url, {",
    tests: office,
  },
  {
    rule: 12,
    name: "repeat a secret that somebody took for a command",
    file: "src/core/replies.ts",
    from: 'isWord.test(said.name) ? `"${said.name}"` : "that word"',
    to: '`"${said.name}"`',
    tests: ["test/core/unknown-word.test.ts"],
  },
];
