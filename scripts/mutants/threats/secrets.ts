import type { Breach } from "../mutant.ts";

const heap = ["test/secrets/heap.test.ts"];
const never = ["test/secrets/never.test.ts"];
const hiding = ["test/secrets/hide.test.ts"];
const rotation = ["test/secrets/rotation.test.ts"];
const clients = ["test/outgoing/every-client.test.ts"];
const picture = ["is nowhere in the %s of the bot that was opened with it"];

/** The bot's own secrets, and its way out. */
export const secretBreaches: readonly Breach[] = [
  {
    threat: 54,
    name: "let a secret be a part of JSON",
    changes: [
      {
        file: "src/core/secret.ts",
        from: '  toJSON(): string {\n    return "[secret]";',
        to: "  toJSON(): string {\n    return this.reveal();",
      },
    ],
    tests: ["test/secrets/secret.test.ts", "test/read-settings.test.ts"],
    reds: [
      "prints as [secret] however it is shown",
      "never show a secret, however they are printed",
    ],
  },
  {
    threat: 54,
    name: "say in which file a secret was looked for",
    changes: [
      {
        file: "src/variables.ts",
        from: "throw new VariableProblem(`${name}_FILE names a file that ${why}`);",
        to: "throw new VariableProblem(`${name}_FILE names a file (${path}) that ${why}`);",
      },
    ],
    tests: ["test/secrets/variables.test.ts"],
    reds: ["is refused when it is %s, and neither its path nor its content is said"],
  },
  {
    threat: 54,
    name: "say of a tenant's refusal what it says",
    changes: [
      {
        file: "adapters/auth0/refusals.ts",
        from: "came: `the Management API ${sayAnswer(reason, answer, scopes)}`,",
        to: "came: `the Management API ${sayAnswer(reason, answer, scopes)} ${JSON.stringify(answer.body)}`,",
      },
    ],
    tests: ["test/adapters/auth0.test.ts"],
    reds: ["shows no secret, even when an answer of %s gives it back"],
  },
  {
    threat: 58,
    name: "keep a secret as text",
    changes: [
      {
        file: "src/core/secret.ts",
        from: "    this.#bytes = outside(value);\n  }",
        to: "    this.#bytes = outside(value);\n    this.watch(() => void value);\n  }",
      },
    ],
    tests: heap,
    reds: picture,
  },
  {
    threat: 58,
    name: "leave secrets in the environment",
    changes: [{ file: "src/main.ts", from: "delete process.env[name];", to: "void name;" }],
    tests: heap,
    reds: picture,
  },
  {
    threat: 58,
    name: "say before the last words what went wrong",
    changes: [
      {
        file: "src/program/last-words.ts",
        from: 'process.on("uncaughtException", (error) => {\n',
        to: 'process.on("uncaughtException", (error) => {\n    process.stderr.write(`${error.stack}\\n`);\n',
      },
    ],
    tests: heap,
    reds: ["is not in the last words of a bot that ends by an error which holds them all"],
  },
  {
    threat: 58,
    name: "name a secret that nobody plants in a test",
    changes: [
      {
        file: "src/settings.ts",
        from: '    password: secret().describe("of the test user"),\n',
        to: '    password: secret().describe("of the test user"),\n    pin: secret().optional(),\n',
      },
    ],
    tests: heap,
    reds: ["is among those that are planted here, whichever it is"],
  },
  {
    threat: 59,
    name: "log what others say of secrets as they say it",
    changes: [{ file: "src/log.ts", from: "hide.line(line.trimEnd())", to: "line.trimEnd()" }],
    tests: never,
    reds: ["never come out of the log, although an error, a request or a header holds them"],
  },
  {
    threat: 59,
    name: "show what others say of secrets as they say it",
    changes: [
      {
        file: "src/open-platforms.ts",
        from: "hidingSecrets(watch.adapter(adapter), hide)",
        to: "watch.adapter(adapter)",
      },
      {
        file: "adapters/auth0/refusals.ts",
        from: "/^[a-z]\\w{0,60}$/i.test(word) ?",
        to: "word ?",
      },
      {
        file: "src/core/border.ts",
        from: "const message = await crossed(reply.message, crossing);",
        to: "const message = crossing ? reply.message : reply.message;",
      },
    ],
    tests: never,
    reds: ["never stand in the answer to any command, whichever way it is said"],
  },
  {
    threat: 59,
    name: "tell platforms all that is said to them",
    changes: [
      {
        file: "src/open-platforms.ts",
        from: "hidingSecrets(watch.adapter(adapter), hide)",
        to: "watch.adapter(adapter)",
      },
    ],
    tests: [...never, "test/secrets/platforms.test.ts"],
    reds: [
      "never stand in what is said of a line that holds one, though nothing tells it from other words",
      "a platform is told no secret, whoever speaks to it through the bot",
    ],
  },
  {
    threat: 59,
    name: "know a secret only as it is, and not as it is encoded",
    changes: [
      {
        file: "src/core/secret-forms.ts",
        from: "const encoded = values.flatMap(encodings)",
        to: "const encoded = values.slice(values.length).flatMap(encodings)",
      },
    ],
    tests: hiding,
    reds: ["it never comes through in Basic credentials, wherever it begins in them"],
  },
  {
    threat: 59,
    name: "know a secret only as it is, and not as it is escaped",
    changes: [
      {
        file: "src/core/secret-forms.ts",
        from: "values.flatMap(writings)",
        to: "values.slice(values.length).flatMap(writings)",
      },
    ],
    tests: hiding,
    reds: ["it never comes through when it is written %s"],
  },
  {
    threat: 60,
    name: "take only the newest of two tokens of a log stream",
    changes: [
      {
        file: "src/logs/stream-keys.ts",
        from: "[...digestsOf(token), ...nobody].slice(0, 2)",
        to: "[...digestsOf(token).slice(0, 1), ...nobody]",
      },
    ],
    tests: rotation,
    reds: ["a log stream's token, while events come in"],
  },
  {
    threat: 60,
    name: "take only the newest of two signing secrets",
    changes: [
      {
        file: "adapters/slack/door.ts",
        from: "keys.map((key) => {",
        to: "keys.slice(0, 1).map((key) => {",
      },
    ],
    tests: rotation,
    reds: ["Slack's signing secret, while lines come in, and each is answered once"],
  },
  {
    threat: 60,
    name: "read a secret's file at the start alone",
    changes: [{ file: "src/renewals.ts", from: "if (secrets?.haveChanged()) renew();", to: "" }],
    tests: ["test/secrets/renewals.test.ts"],
    reds: ["are read again within seconds of their file being another one, without a restart"],
  },
  {
    threat: 61,
    name: "open Slack's socket past the proxy",
    changes: [
      {
        file: "adapters/slack/adapter.ts",
        from: "...(dispatcher ? { dispatcher } : {}),",
        to: "",
      },
    ],
    tests: clients,
    reds: ["Slack: the Web API, Socket Mode, a line's own address, and uploads"],
  },
  {
    threat: 61,
    name: "ask for Teams' tokens past the proxy",
    changes: [
      {
        file: "adapters/teams/token-request.ts",
        from: "await outgoing.fetch(url, {",
        to: "await fetch(url, {",
      },
    ],
    tests: clients,
    reds: [
      "Teams: its keys, also those that the SDK asks for, tokens, rosters, Graph, and what is sent",
    ],
  },
  {
    threat: 61,
    name: "trust whoever has a certificate",
    changes: [
      {
        file: "src/outgoing/connector.ts",
        from: "const tls = ca ? { ca: [...rootCertificates, ca] } : {};",
        to: "const tls = { rejectUnauthorized: false, ...(ca ? { ca: [...rootCertificates, ca] } : {}) };",
      },
    ],
    tests: clients,
    reds: ["a certificate of a private authority is trusted only where outgoing.ca names it"],
  },
];
