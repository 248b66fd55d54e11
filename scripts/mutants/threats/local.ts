import type { Breach } from "../mutant.ts";

const doors = "adapters/local/doors.ts";
const local = ["test/adapters/local-doors.test.ts"];
const chat = ["test/doors/local-chat.test.ts"];
const health = ["test/doors/health.test.ts"];

/** What listens on this machine alone: the local chat, the sandbox, metrics; and health, which anybody may ask. */
export const localBreaches: readonly Breach[] = [
  {
    threat: 24,
    name: "let a page in whose name was made to mean this machine",
    changes: [
      {
        file: doors,
        from: "if (!hostsOf(port).includes(host)) {",
        to: "if (host === undefined) {",
      },
    ],
    tests: local,
    reds: ["is closed to %j, and says why"],
  },
  {
    threat: 24,
    name: "let other web pages use the local chat",
    changes: [
      {
        file: doors,
        from: "if (ownOrigin && ownSite) return",
        to: "if (ownOrigin || ownSite) return",
      },
    ],
    tests: local,
    reds: ["is closed to %j, and says why"],
  },
  {
    threat: 24,
    name: "take what a page's form may send",
    changes: [
      {
        file: "adapters/local/body.ts",
        from: "if (!/^application\\/json\\s*(;|$)/i.test(",
        to: "if (!/^/i.test(",
      },
    ],
    tests: local,
    reds: ["refuses a body of %j"],
  },
  {
    threat: 25,
    name: "serve the local chat to every machine",
    changes: [
      {
        file: "adapters/local/server.ts",
        from: "server.listen(port, loopback, listening);",
        to: 'server.listen(port, "0.0.0.0", listening);',
      },
    ],
    tests: local,
    reds: ["listens on this machine's loopback alone"],
  },
  {
    threat: 25,
    name: "serve the sandbox to every machine",
    changes: [
      {
        file: "src/sandbox/server.ts",
        from: 'server.listen(port, "127.0.0.1");',
        to: 'server.listen(port, "0.0.0.0");',
      },
    ],
    tests: ["test/doors/sandbox.test.ts"],
    reds: ["is on this machine alone"],
  },
  {
    threat: 25,
    name: "serve whoever comes by a proxy",
    changes: [{ file: doors, from: "  if (forwarded) {", to: "  if (forwarded && port < 0) {" }],
    tests: local,
    reds: ["is closed to %j, and says why"],
  },
  {
    threat: 26,
    name: "give every file that lies beside the page",
    changes: [
      {
        file: "adapters/local/assets.ts",
        from: "names.filter((name) => extname(name) in types)",
        to: 'names.filter((name) => extname(name) !== "")',
      },
    ],
    tests: chat,
    reds: ["gives no file of this machine at %s"],
  },
  {
    threat: 27,
    name: "let scripts of any kind run on the page",
    changes: [
      { file: doors, from: "script-src 'self';", to: "script-src 'self' 'unsafe-inline';" },
    ],
    tests: local,
    reds: ["lets nothing but its own files run on the page, and nobody frame it"],
  },
  {
    threat: 27,
    name: "open a file on the page",
    changes: [
      {
        file: "adapters/local/api.ts",
        from: "`attachment; filename*",
        to: "`inline; filename*",
      },
    ],
    tests: ["test/adapters/local-files.test.ts"],
    reds: ["lets a file be saved, which no page runs"],
  },
  {
    threat: 27,
    name: "refuse without the words that keep a browser from running it",
    changes: [
      {
        file: "adapters/local/server.ts",
        from: 'response.writeHead(status, { ...safety, "content-type": "text/plain; charset=utf-8" });',
        to: 'response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });',
      },
    ],
    tests: chat,
    reds: ["says of every refusal, too, that nothing of it may run or be kept"],
  },
  {
    threat: 28,
    name: "answer nothing to a strange request",
    changes: [
      {
        file: "src/sandbox/tenant/token-request.ts",
        from: "    if (error instanceof SyntaxError) return undefined;\n",
        to: "",
      },
      {
        file: "src/sandbox/server.ts",
        from: "tenant.answer(request, response).catch(() => {",
        to: "tenant.answer(request, response).catch(() => {\n        response.destroy();",
      },
    ],
    tests: ["test/doors/sandbox.test.ts"],
    reds: ["stands whatever it is asked: %s %s %s"],
  },
  {
    threat: 29,
    name: "show metrics beside what is public",
    changes: [
      {
        file: "src/watch.ts",
        from: "for (const [path, listener] of healthPaths(standing)) open.mountBeside(path, listener);",
        to: 'for (const [path, listener] of healthPaths(standing)) open.mountBeside(path, listener);\n      open.mountBeside("/metrics", (_, response) => void metrics?.page().then(({ text }) => response.end(text)));',
      },
    ],
    tests: ["test/doors/rule-12.test.ts"],
    reds: ["rule 12: nothing comes in at a path that is none of its doors"],
  },
  {
    threat: 29,
    name: "have a path for metrics among those of health",
    changes: [
      {
        file: "src/http/alive.ts",
        from: "    [readyPath, answering(",
        to: '    ["/metrics", answering(() => ({ status: 200, body: {} }))],\n    [readyPath, answering(',
      },
    ],
    tests: health,
    reds: ["show metrics at no path of the public server"],
  },
  {
    threat: 29,
    name: "show metrics to a page whose name leads here",
    changes: [
      {
        file: "src/metrics/server.ts",
        from: "return isLoopback(host) && !isLoopback(asked);",
        to: "return false;",
      },
    ],
    tests: health,
    reds: ["answer no page whose name was made to mean this machine"],
  },
  {
    threat: 30,
    name: "answer whatever method is used",
    changes: [
      {
        file: "src/http/alive.ts",
        from: 'if (method !== "GET" && method !== "HEAD") {',
        to: "if (!method) {",
      },
    ],
    tests: health,
    reds: ["take no %s"],
  },
  {
    threat: 30,
    name: "decode by oneself what is asked",
    changes: [
      {
        file: "src/http/alive.ts",
        from: 'const query = url.split("?")[1] ?? "";',
        to: 'const query = decodeURIComponent(url.split("?")[1] ?? "");',
      },
    ],
    tests: health,
    reds: ["stand whatever is asked of them, and say the same"],
  },
  {
    threat: 30,
    name: "find health by a path in small letters",
    changes: [
      {
        file: "src/metrics/server.ts",
        from: 'const [path = ""] = (request.url ?? "/").split("?", 1);',
        to: 'const [path = ""] = (request.url ?? "/").toLowerCase().split("?", 1);',
      },
    ],
    tests: health,
    reds: ["answer nothing at %s, which is only like a path of theirs"],
  },
];
