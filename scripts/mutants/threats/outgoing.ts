import type { Breach } from "../mutant.ts";

const guard = "src/feeds/guard.ts";
const asking = "src/feeds/request.ts";
const guarding = ["test/doors/outgoing.test.ts"];
const requests = ["test/doors/outgoing-requests.test.ts"];

/** Addresses that people, feeds and redirects name. */
export const outgoingBreaches: readonly Breach[] = [
  {
    threat: 31,
    name: "reach the addresses of this machine",
    changes: [{ file: guard, from: '  "127.0.0.0/8",\n', to: "" }],
    tests: guarding,
    reds: [
      "refuses an address that is not public in any spelling",
      "refuses %j, whatever stands around the address",
    ],
  },
  {
    threat: 31,
    name: "look at an address in IPv6 only as far as it is in use",
    changes: [
      {
        file: guard,
        from: 'unicast6.check(plain, "ipv6") && !refused6.check(plain, "ipv6")',
        to: '!refused6.check(plain, "ipv6")',
      },
    ],
    tests: guarding,
    reds: ["refuses it in ringed digits and inside an IPv6 address", "refuses the IPv6 address %s"],
  },
  {
    threat: 31,
    name: "reach what hides an IPv4 address in a public one",
    changes: [{ file: guard, from: '  "2002::/16",\n', to: "" }],
    tests: guarding,
    reds: ["refuses it in ringed digits and inside an IPv6 address"],
  },
  {
    threat: 31,
    name: "refuse more than is not public",
    changes: [{ file: guard, from: '  "10.0.0.0/8",\n', to: '  "8.0.0.0/6",\n' }],
    tests: guarding,
    reds: ["lets a public address pass in any spelling, as the address that it is"],
  },
  {
    threat: 32,
    name: "look at the first address of a name alone",
    changes: [
      {
        file: guard,
        from: "const fine = addresses.every(",
        to: "const fine = addresses.slice(0, 1).every(",
      },
    ],
    tests: guarding,
    reds: [
      "is refused as soon as one of its addresses is not public, wherever it stands among them",
    ],
  },
  {
    threat: 32,
    name: "believe names that mean this machine or its metadata",
    changes: [
      {
        file: guard,
        from: "return isPublicAddress(address) || allowed.host(hostname)",
        to: 'return isPublicAddress(address) || hostname.includes(".internal") || allowed.host(hostname)',
      },
    ],
    tests: guarding,
    reds: ["is refused where %s, directly or by another name, is at %s"],
  },
  {
    threat: 33,
    name: "look a name up, and let the connection look again",
    changes: [
      {
        file: asking,
        from: "if (!trusts && proxyFor(url.hostname)) await",
        to: "if (!trusts) await",
      },
    ],
    tests: requests,
    reds: [
      "connects to the address that was checked and no other, though the name changes its mind",
    ],
  },
  {
    threat: 34,
    name: "trust wherever somebody leads who is trusted",
    changes: [
      {
        file: asking,
        from: "const trusts = given.trusted.has(url.origin);",
        to: "const trusts = given.trusted.size > 0;",
      },
    ],
    tests: requests,
    reds: ["never follows a %i to an address that is not public"],
  },
  {
    threat: 34,
    name: "read whatever a redirect names",
    changes: [
      {
        file: "src/feeds/links.ts",
        from: 'return /^https?:$/.test(url.protocol) && url.hostname !== "" ? url : undefined;',
        to: "return url;",
      },
    ],
    tests: requests,
    reds: ["never follows a redirect to %s"],
  },
  {
    threat: 34,
    name: "follow redirects for as long as they go on",
    changes: [{ file: asking, from: "mostRedirects = 5;", to: "mostRedirects = 50;" }],
    tests: requests,
    reds: ["gives up on redirects that lead in a circle or never end"],
  },
  {
    threat: 34,
    name: "go where a page's header refreshes to",
    changes: [
      {
        file: asking,
        from: "if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;",
        to: 'if (headers.refresh) return httpUrl(String(headers.refresh).slice("0;url=".length));\n  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;',
      },
    ],
    tests: requests,
    reds: ["follows no address that only a page's markup names"],
  },
  {
    threat: 35,
    name: "speak HTTP to a mail server",
    changes: [{ file: guard, from: "23 25 37", to: "23 37" }],
    tests: guarding,
    reds: ["refuses ports of other protocols, also where the host is public or allowed"],
  },
  {
    threat: 36,
    name: "allow whatever is below a host",
    changes: [
      {
        file: guard,
        from: "hosts.includes(hostName(name))",
        to: "hosts.some((host) => hostName(name).endsWith(host))",
      },
    ],
    tests: guarding,
    reds: ["makes exactly those exceptions that outgoing.allow names"],
  },
  {
    threat: 37,
    name: "send credentials to whoever's address has some",
    changes: [
      {
        file: asking,
        from: "...(trusts ? credentialsOf(url) : {}),",
        to: "...credentialsOf(url),",
      },
    ],
    tests: requests,
    reds: ["carries no cookie and no credentials that were meant for another"],
  },
  {
    threat: 37,
    name: "take credentials along where an answer leads",
    changes: [
      {
        file: asking,
        from: 'next.protocol === "http:")) return next;',
        to: 'next.protocol === "http:")) {\n        return Object.assign(next, { username: url.username, password: url.password });\n      }',
      },
    ],
    tests: requests,
    reds: ["carries no cookie and no credentials that were meant for another"],
  },
  {
    threat: 37,
    name: "send a secret address on to plain http",
    changes: [
      {
        file: asking,
        from: 'if (!(given.secret && url.protocol === "https:"',
        to: 'if (!(given.secret && url.protocol === "nothing:"',
      },
    ],
    tests: ["test/feeds/trust.test.ts"],
    reds: ["is not sent on to plain http, where it could be read on the way"],
  },
  {
    threat: 37,
    name: "name the whole address that failed",
    changes: [
      {
        file: asking,
        from: "throw new UpstreamError(host, `${host} answered HTTP ${status}.`",
        to: "throw new UpstreamError(host, `${href} answered HTTP ${status}.`",
      },
    ],
    tests: ["test/feeds/request.test.ts"],
    reds: ["names what failed, never the address it failed on"],
  },
  {
    threat: 38,
    name: "ask the network from where nobody looks",
    changes: [
      {
        file: "src/feeds/poll.ts",
        from: "const longestBackoffMs",
        to: 'export const peek = () => fetch("http://a.example/");\n\nconst longestBackoffMs',
      },
    ],
    tests: ["test/architecture.test.ts"],
    reds: ["lets nobody ask the network but the files that say whence they have their addresses"],
  },
];
