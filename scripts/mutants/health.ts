import type { Mutant } from "./mutant.ts";

const metrics = ["test/metrics/metrics.test.ts"];
const server = ["test/metrics/server.test.ts"];
const standing = ["test/standing.test.ts"];
const requests = ["test/core/request-id.test.ts"];

/** Rules of health, metrics and the ids in the log. */
export const healthMutants: readonly Mutant[] = [
  {
    rule: 5,
    name: "be ready although a source has not been read for too long",
    file: "src/standing.ts",
    from: "unreadMs(one, at) > (limits.get(one.source) ?? 0)",
    to: "unreadMs(one, at) > Number.POSITIVE_INFINITY",
    tests: standing,
  },
  {
    rule: 5,
    name: "be ready although the store has not answered for long",
    file: "src/standing.ts",
    from: "if (age > silentMs)",
    to: "if (age > silentMs * 1000)",
    tests: standing,
  },
  {
    rule: 5,
    name: "be ready although a platform has lost its connection",
    file: "src/standing.ts",
    from: " && connections.get(part) !== false",
    to: "",
    tests: standing,
  },
  {
    rule: 5,
    name: "say that a bot which hangs is alive",
    file: "src/http/front-thread.ts",
    from: "if (isAlivePath(url)) onward.setTimeout(aliveMs, () => onward.destroy());",
    to: "if (isAlivePath(url)) response.writeHead(200).end();",
    tests: ["test/http/alive.test.ts"],
  },
  {
    rule: 5,
    name: "count the time in which the bot did not run against a source",
    file: "src/core/standing.ts",
    from: "lastReadAt && lastReadAt > since ? lastReadAt : since",
    to: "lastReadAt ?? since",
    tests: standing,
  },
  {
    rule: 5,
    name: "show figures of what is no longer there",
    file: "src/metrics/metrics.ts",
    from: "for (const one of shown.values()) one.reset();",
    to: "",
    tests: metrics,
  },
  {
    rule: 5,
    name: "have a scrape wait for a store that hangs",
    file: "src/metrics/read-world.ts",
    from: "const patienceMs = 3 * SECOND;",
    to: "const patienceMs = 3000 * SECOND;",
    tests: metrics,
  },
  {
    rule: 5,
    name: "tell what is paused as if it were due",
    file: "adapters/sql/backlog.ts",
    from: 'if (row.paused_reason !== null) return "paused";',
    to: "",
    tests: ["test/adapters/store.test.ts"],
  },
  {
    rule: 10,
    name: "make a figure of an address that a person named",
    file: "src/metrics/instruments.ts",
    from: "if (sources.has(source)) reads",
    to: "reads",
    tests: metrics,
  },
  {
    rule: 12,
    name: "show metrics to a web page whose name leads here",
    file: "src/metrics/server.ts",
    from: "return isLoopback(host) && !isLoopback(asked);",
    to: "return false;",
    tests: server,
  },
  {
    rule: 7,
    name: "stop the bot where the metrics' port is taken",
    file: "src/metrics/server.ts",
    from: "    return undefined;\n  });",
    to: "    throw new Error(code);\n  });",
    tests: server,
  },
  {
    rule: 11,
    name: "lose the id of the line that is being answered",
    file: "src/core/lines.ts",
    from: "inRequest(requestIdOf(id), () =>",
    to: "((work: () => Promise<void>) => work())(() =>",
    tests: requests,
  },
  {
    rule: 11,
    name: "give each delivery of one line another id",
    file: "src/core/request-id.ts",
    from: 'createHash("sha256").update(line)',
    to: 'createHash("sha256").update(`${line}${Math.random()}`)',
    tests: requests,
  },
  {
    rule: 11,
    name: "ask for the states of an answer outside of its request",
    file: "src/core/request-id.ts",
    from: "next: () => inRequest(id, () => replies.next()),",
    to: "next: () => replies.next(),",
    tests: requests,
  },
];
