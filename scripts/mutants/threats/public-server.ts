import type { Breach } from "../mutant.ts";

const guarded = "src/http/guarded-server.ts";
const reader = "src/http/door-listener.ts";
const crowd = "src/http/crowd.ts";
const server = ["test/doors/public-server.test.ts"];
const slow = ["test/doors/slow.test.ts"];
const created =
  "const server = createServer({ connectionsCheckingInterval }, (request, response) => {";
const bounded = "  boundCrowd(server);\n";

/** The doors that anybody on the internet reaches. */
export const publicServerBreaches: readonly Breach[] = [
  {
    threat: 1,
    name: "read a path as a browser would, dots and all",
    changes: [
      {
        file: "src/http/server.ts",
        from: 'return url.split("?", 1)[0] ?? "/";',
        to: 'return new URL(url, "http://x").pathname;',
      },
    ],
    tests: server,
    reds: ["opens nothing at %s, which is only like a path that it has"],
  },
  {
    threat: 1,
    name: "find a door by its path in small letters",
    changes: [
      {
        file: "src/http/front-thread.ts",
        from: "const door = doors.get(path);",
        to: "const door = doors.get(path.toLowerCase());",
      },
    ],
    tests: server,
    reds: ["opens nothing at %s, which is only like a path that it has"],
  },
  {
    threat: 1,
    name: "read a path of any length",
    changes: [
      {
        file: guarded,
        from: created,
        to: created.replace("{ conn", "{ maxHeaderSize: 1_000_000, conn"),
      },
    ],
    tests: server,
    reds: ["opens nothing at a path of any length, and stands"],
  },
  {
    threat: 2,
    name: "take the first of two headers",
    changes: [{ file: guarded, from: "if (seen.has(name)) return false;", to: "" }],
    tests: server,
    reds: ["refuses %s, that could be read in two ways, and serves nothing behind it"],
  },
  {
    threat: 2,
    name: "read requests as leniently as Node can",
    changes: [
      {
        file: guarded,
        from: created,
        to: created.replace("{ conn", "{ insecureHTTPParser: true, conn"),
      },
    ],
    tests: server,
    reds: ["refuses %s, that could be read in two ways, and serves nothing behind it"],
  },
  {
    threat: 2,
    name: "lose what is sent behind a request",
    changes: [
      {
        file: guarded,
        from: "if (isClear(request)) listener(request, response);",
        to: "response.shouldKeepAlive = false;\n    if (isClear(request)) listener(request, response);",
      },
    ],
    tests: server,
    reds: ["answers requests that are sent at once in their order, each once"],
  },
  {
    threat: 2,
    name: "end by bytes that are no request",
    changes: [
      {
        file: guarded,
        from: bounded,
        to: `${bounded}  server.on("clientError", () => void server.close());\n`,
      },
    ],
    tests: server,
    reds: ["stands whatever bytes it is sent, and answers the next one"],
  },
  {
    threat: 3,
    name: "let in whoever comes",
    changes: [{ file: crowd, from: "if (all.size <= most) return;", to: "return;" }],
    tests: [...server, ...slow],
    reds: [
      "of thousands who say nothing keeps so many at most, and still answers whoever asks",
      "has a thousand connections at most",
    ],
  },
  {
    threat: 3,
    name: "turn away whoever comes last",
    changes: [
      { file: crowd, from: "const [longest = socket] = idle;", to: "const longest = socket;" },
    ],
    tests: server,
    reds: ["of thousands who say nothing keeps so many at most, and still answers whoever asks"],
  },
  {
    threat: 3,
    name: "wait for headers for ever",
    changes: [{ file: "src/http/patience.ts", from: "headers: 10_000", to: "headers: 0" }],
    tests: slow,
    reds: ["cuts off whoever sends their headers a letter at a time, or none at all"],
  },
  {
    threat: 3,
    name: "wait for a body as long as for anything",
    changes: [{ file: reader, from: "bodyPatienceMs = 5000", to: "bodyPatienceMs = 50_000" }],
    tests: slow,
    reds: ["waits five seconds for a body, and no longer"],
  },
  {
    threat: 3,
    name: "hold as many bodies as are sent",
    changes: [{ file: reader, from: "mostHeld = 16_000_000", to: "mostHeld = 16_000_000_000" }],
    tests: slow,
    reds: [
      "holds 16 MB of unfinished bodies at most, whoever sends them, and frees them when they go",
    ],
  },
  {
    threat: 3,
    name: "count a body for ever whose sender went",
    changes: [{ file: reader, from: "      held -= size;\n", to: "" }],
    tests: slow,
    reds: [
      "holds 16 MB of unfinished bodies at most, whoever sends them, and frees them when they go",
    ],
  },
  {
    threat: 4,
    name: "take headers of any length",
    changes: [
      {
        file: guarded,
        from: created,
        to: created.replace("{ conn", "{ maxHeaderSize: 1_000_000, conn"),
      },
    ],
    tests: server,
    reds: ["refuses a flood of headers"],
  },
  {
    threat: 4,
    name: "read a body of any length",
    changes: [{ file: reader, from: "bodyLimit = 1_000_000", to: "bodyLimit = 100_000_000" }],
    tests: slow,
    reds: ["reads no body that is too long, and says so, also where its length was not said"],
  },
  {
    threat: 5,
    name: "change to whatever protocol is asked for",
    changes: [
      {
        file: guarded,
        from: bounded,
        to: `${bounded}  server.on("upgrade", (_, socket) => socket.end("HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n"));\n`,
      },
    ],
    tests: server,
    reds: ["never becomes %s"],
  },
  {
    threat: 5,
    name: "be a tunnel to wherever somebody says",
    changes: [
      {
        file: guarded,
        from: bounded,
        to: `${bounded}  server.on("connect", (_, socket) => socket.end("HTTP/1.1 200 OK\\r\\n\\r\\n"));\n`,
      },
    ],
    tests: server,
    reds: ["speaks no HTTP/2, no TLS and no proxy's language"],
  },
  {
    threat: 6,
    name: "believe a header about where a request comes from",
    changes: [
      {
        file: "src/http/front-thread.ts",
        from: 'headers: { ...headers, [peerHeader]: socket.remoteAddress ?? "" },',
        to: 'headers: { [peerHeader]: socket.remoteAddress ?? "", ...headers },',
      },
    ],
    tests: server,
    reds: ["believes nobody about the address that they come from"],
  },
  {
    threat: 7,
    name: "let a browser keep an answer",
    changes: [{ file: guarded, from: '  "cache-control": "no-store",\n', to: "" }],
    tests: server,
    reds: ["tells a browser, with every answer, to run nothing and to keep nothing"],
  },
  {
    threat: 7,
    name: "say who is there where nothing is",
    changes: [
      { file: "src/http/server.ts", from: '.end("Nothing here.\\n")', to: '.end("Watchpost")' },
    ],
    tests: server,
    reds: ["says nothing of itself where it has nothing"],
  },
  {
    threat: 8,
    name: "acknowledge what is not kept yet",
    changes: [
      {
        file: reader,
        from: "      end(response, answer);\n      hand?.(passed());",
        to: "      hand?.(passed());",
      },
      {
        file: reader,
        from: "      const hand = answer.hand === undefined ?",
        to: "      end(response, answer);\n      const hand = answer.hand === undefined ?",
      },
    ],
    tests: slow,
    reds: ["keeps what it takes before it says so"],
  },
  {
    threat: 8,
    name: "take what came until its sender went for the whole",
    changes: [
      {
        file: reader,
        from: 'request.on("error", () => finish()); // The sender gave up.',
        to: 'request.on("error", () => finish(Buffer.concat(chunks).toString()));',
      },
      {
        file: reader,
        from: 'request.on("close", () => finish());',
        to: 'request.on("close", () => finish(Buffer.concat(chunks).toString()));',
      },
    ],
    tests: slow,
    reds: ["acknowledges nothing whose end never came"],
  },
  {
    threat: 8,
    name: "forget what was acknowledged and not written down",
    changes: [
      { file: "src/http/front-thread.ts", from: "    handAgain(path, journal);\n", to: "" },
    ],
    tests: ["test/http/front.test.ts"],
    reds: [
      "hands over after the bot's end what the bot did not write down, and once it did, no more",
    ],
  },
];
