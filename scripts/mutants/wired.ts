import type { Mutant } from "./mutant.ts";

const tests = ["test/doors/rule-12.test.ts"];

/** Rule 12, of the bot as it is wired: locks that are whole, and not on their doors. */
export const wiredMutants: readonly Mutant[] = [
  {
    rule: 12,
    name: "listen although no door is asked for",
    file: "src/life.ts",
    from: "if (!server.empty || settings.alwaysListens) {",
    to: "if (server) {",
    tests,
  },
  {
    rule: 12,
    name: "open the door of Slack for whoever writes to it",
    file: "adapters/slack/door.ts",
    from: "if (!hash || seen(hash)) return turnedAway(401);",
    to: "if (hash && seen(hash)) return turnedAway(401);",
    tests,
  },
  {
    rule: 12,
    name: "mount what hears Teams without what stands before it",
    file: "adapters/teams/listener.ts",
    from: 'if (caller && "status" in caller) return caller;',
    to: "",
    also: [
      {
        file: "adapters/teams/listener.ts",
        from: 'if ("status" in verdict) return verdict;',
        to: "",
      },
      {
        file: "adapters/teams/turned-away.ts",
        from: "} else if (!headers.authorization) {",
        to: "} else if (!headers.host) {",
      },
    ],
    tests,
  },
  {
    rule: 12,
    name: "start without an app id where others can knock",
    file: "adapters/teams/unfit.ts",
    from: "if (isOpenLoopback(settings) && !isLoopback(host)) problems.push(reachable(host));",
    to: "",
    tests,
  },
  {
    rule: 12,
    name: "take events for a tenant from whoever sends them",
    file: "src/logs/stream-door.ts",
    from: "if (admits(tenant, request.headers.authorization)) return",
    to: "if (names.includes(tenant)) return",
    tests,
  },
  {
    rule: 12,
    name: "read a body at Slack's door however long it is",
    file: "src/http/door-listener.ts",
    from: "const bodyLimit = 1_000_000;",
    to: "const bodyLimit = 100_000_000;",
    tests,
  },
  {
    rule: 12,
    name: "name in health whatever is read",
    file: "src/http/alive.ts",
    from: "body: { ready, parts } };",
    to: 'body: { ready, parts, of: "prod" } };',
    tests,
  },
  {
    rule: 12,
    name: "trust whatever address a person names",
    file: "src/feeds/request.ts",
    from: "const trusts = given.trusted.has(url.origin);",
    to: "const trusts = true;",
    tests,
  },
];
