import type { Breach } from "../mutant.ts";

const keys = "src/logs/stream-keys.ts";
const taking = "src/logs/stream-body.ts";
const reading = "src/logs/body.ts";
const door = ["test/doors/log-stream.test.ts"];
const stream = ["test/logs/stream-door.test.ts"];
const body = ["test/logs/body.test.ts"];

/** The door of log streams, and what comes in by it. */
export const logStreamBreaches: readonly Breach[] = [
  {
    threat: 20,
    name: "let in who knows the beginning of a token",
    changes: [
      {
        file: keys,
        from: 'digestOf(bare(authorization), "latin1")',
        to: 'digestOf(bare(authorization).slice(0, 22), "latin1")',
      },
    ],
    tests: door,
    reds: ["admits the one token and no other, for no other tenant"],
  },
  {
    threat: 20,
    name: "compare tokens for as long as they are alike",
    changes: [
      { file: keys, from: "=> timingSafeEqual(given, digest)", to: "=> given.equals(digest)" },
    ],
    tests: door,
    reds: ["compares tokens in constant time, by digests of one length"],
  },
  {
    threat: 20,
    name: "tell strangers which tenants there are",
    changes: [
      {
        file: "src/logs/stream-door.ts",
        from: "    return unauthorized;\n",
        to: "    return names.includes(tenant) ? unauthorized : notAllowed;\n",
      },
    ],
    tests: stream,
    reds: ["is turned away alike for a wrong token, none, and a tenant that is not there"],
  },
  {
    threat: 21,
    name: "take a token that stands in the address",
    changes: [
      {
        file: "src/logs/stream-door.ts",
        from: "if (admits(tenant, request.headers.authorization))",
        to: 'if (admits(tenant, request.headers.authorization ?? request.url?.split("token=")[1]))',
      },
    ],
    tests: door,
    reds: ["takes no token that stands %s"],
  },
  {
    threat: 21,
    name: "know a tenant by its name in small letters",
    changes: [
      {
        file: "src/logs/stream-door.ts",
        from: '.slice(streamPath.length).replace(/\\/$/, "");',
        to: '.slice(streamPath.length).toLowerCase().replace(/\\/$/, "");',
      },
    ],
    tests: door,
    reds: ["takes nothing at %s, which is only like a tenant's path"],
  },
  {
    threat: 22,
    name: "unpack whatever it comes to",
    changes: [{ file: "src/logs/unpack.ts", from: "{ maxOutputLength: mostBytes }", to: "{}" }],
    tests: body,
    reds: ["is given up as soon as it unpacks to too much"],
  },
  {
    threat: 22,
    name: "take any number of bytes from the wire",
    changes: [{ file: taking, from: "mostBytes = 8_000_000", to: "mostBytes = 800_000_000" }],
    tests: stream,
    reds: ["is too large on the wire, said beforehand or not, and once it is unpacked"],
  },
  {
    threat: 22,
    name: "hold as many bodies as are sent",
    changes: [{ file: taking, from: "return held > mostHeld ?", to: "return held < 0 ?" }],
    tests: stream,
    reds: ["never takes more memory than it may, however many send at once"],
  },
  {
    threat: 22,
    name: "wait for a body however long it takes",
    changes: [{ file: taking, from: "patienceMs = 20 * SECOND", to: "patienceMs = 2000 * SECOND" }],
    tests: stream,
    reds: ["is not waited for when it comes too slowly, and is nothing when its sender gives up"],
  },
  {
    threat: 23,
    name: "throw at a line that is no JSON",
    changes: [
      {
        file: reading,
        from: "    return undefined; // Not the error's words: they quote the body.\n",
        to: '    throw new Error("no JSON");\n',
      },
    ],
    tests: body,
    reds: ["is never anything that throws, whatever its bytes and its encoding"],
  },
  {
    threat: 23,
    name: "let one bad line hide the good ones",
    changes: [
      {
        file: reading,
        from: "else if (!/^[[\\],]+$/.test(line)) found.miss(`line ${index + 1} is no JSON`);",
        to: "else return found.miss(`line ${index + 1} is no JSON`);",
      },
    ],
    tests: body,
    reds: ["never hides a good line behind a bad one, and says where the first bad one is"],
  },
  {
    threat: 23,
    name: "keep an event however deep it nests",
    changes: [{ file: reading, from: "const deepest = 64;", to: "const deepest = 64_000;" }],
    tests: body,
    reds: ["keeps no event that nests so deep that it could not be written down again"],
  },
];
