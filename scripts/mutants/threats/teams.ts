import type { Breach } from "../mutant.ts";

const check = "adapters/teams/token-check.ts";
const judging = "adapters/teams/authentication.ts";
const hosts = "adapters/teams/hosts.ts";
const door = ["test/adapters/teams-door.test.ts"];
const requests = ["test/adapters/teams-door-requests.test.ts"];
const addresses = ["test/doors/teams.test.ts"];
const tokens = ["turns away a request whose token is: %s"];
const activities = ["turns away an activity %s, though its token is good"];

/** Teams' door, and what goes out to addresses that Teams names. */
export const teamsBreaches: readonly Breach[] = [
  {
    threat: 13,
    name: "leave the check of tokens to the SDK, which forgives some",
    changes: [
      {
        file: check,
        from: "return check(token).catch(turnedBy);",
        to: 'return { serviceUrl: String(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).serviceurl) };',
      },
    ],
    tests: door,
    reds: tokens,
  },
  {
    threat: 13,
    name: "believe a token for any app, once the SDK is not asked",
    changes: [
      { file: check, from: "    audience: appId,\n", to: "" },
      {
        file: judging,
        from: "await authentication.prove({ channelId: channel, serviceUrl }, header);",
        to: "void header;",
      },
    ],
    tests: door,
    reds: tokens,
  },
  {
    threat: 13,
    name: "believe a token for ever, once the SDK is not asked",
    changes: [
      { file: check, from: "clockTolerance: toleranceSeconds", to: "clockTolerance: 1e9" },
      {
        file: judging,
        from: "await authentication.prove({ channelId: channel, serviceUrl }, header);",
        to: "void header;",
      },
    ],
    tests: door,
    reds: tokens,
  },
  {
    threat: 13,
    name: "believe a key that may not speak for Teams",
    changes: [
      { file: check, from: "if (endorsements.length === 0", to: "if (endorsements.length >= 0" },
    ],
    tests: door,
    reds: tokens,
  },
  {
    threat: 13,
    name: "serve another organisation",
    changes: [
      {
        file: judging,
        from: "if (!anyTenant && tenantOf(activity) !== settings.tenantId)",
        to: "if (anyTenant)",
      },
    ],
    tests: door,
    reds: activities,
  },
  {
    threat: 13,
    name: "serve another channel of the Bot Framework",
    changes: [{ file: judging, from: "if (activity.channelId !== channel)", to: "if (!activity)" }],
    tests: door,
    reds: activities,
  },
  {
    threat: 13,
    name: "leave the SDK's check of tokens out",
    changes: [
      {
        file: judging,
        from: "await authentication.prove({ channelId: channel, serviceUrl }, header);",
        to: "void header;",
      },
    ],
    tests: addresses,
    reds: ["is believed only by a token that the SDK believes too, and that is not: %s"],
  },
  {
    threat: 14,
    name: "read a body of whoever sends any token at all",
    changes: [
      {
        file: "adapters/teams/listener.ts",
        from: 'if (caller && "status" in caller) return caller;',
        to: 'if (caller && "status" in caller) {\n      await receive(request, clock);\n      return caller;\n    }',
      },
    ],
    tests: requests,
    reds: ["has no body waited for %s"],
  },
  {
    threat: 14,
    name: "read a body of any length",
    changes: [{ file: "adapters/teams/body.ts", from: "1024 * 1024;", to: "1024 * 1024 * 1024;" }],
    tests: requests,
    reds: ["is turned away %s"],
  },
  {
    threat: 14,
    name: "wait for a body however long it takes",
    changes: [
      {
        file: "adapters/teams/body.ts",
        from: "patienceMs = 4 * SECOND",
        to: "patienceMs = 4000 * SECOND",
      },
    ],
    tests: requests,
    reds: ["is turned away when it sends its body a letter at a time"],
  },
  {
    threat: 15,
    name: "forget over a restart what was answered",
    changes: [{ file: "src/core/lines-left.ts", from: "  await answered.load();\n", to: "" }],
    tests: door,
    reds: ["is answered once, also after a restart"],
  },
  {
    threat: 16,
    name: "trust any host whose name ends like SharePoint's",
    changes: [
      { file: hosts, from: "hostname.endsWith(`.${host}`)", to: "hostname.endsWith(host)" },
    ],
    tests: [...addresses, ...door],
    reds: ["gets no file where it is not SharePoint's: %s", ...activities],
  },
  {
    threat: 16,
    name: "trust an address that is not public",
    changes: [
      {
        file: hosts,
        from: "return settings.serviceUrlHosts.some(",
        to: "return /^[\\d.]+$/u.test(hostname) || settings.serviceUrlHosts.some(",
      },
    ],
    tests: addresses,
    reds: ["is never asked where it is not public, in whatever spelling"],
  },
  {
    threat: 16,
    name: "answer wherever an activity says",
    changes: [
      {
        file: judging,
        from: "if (!isTrustedService(activity.serviceUrl, settings))",
        to: "if (!activity.serviceUrl)",
      },
    ],
    tests: door,
    reds: activities,
  },
  {
    threat: 16,
    name: "follow where the bot's token is redirected to",
    changes: [
      { file: "adapters/teams/http.ts", from: 'redirect: "manual"', to: 'redirect: "follow"' },
    ],
    tests: addresses,
    reds: ["gets neither the bot's token nor a file where it sends them on"],
  },
  {
    threat: 16,
    name: "put a file wherever an activity says",
    changes: [
      {
        file: "adapters/teams/handed-files.ts",
        from: "if (!isTrustedStore(place.uploadUrl, given.settings)) {",
        to: "if (!place.uploadUrl) {",
      },
    ],
    tests: ["test/adapters/teams-files.test.ts"],
    reds: ["sends a file to no place but the stores of Teams"],
  },
  {
    threat: 17,
    name: "ask for keys whenever somebody invents one",
    changes: [
      {
        file: "adapters/teams/signing-keys.ts",
        from: "notBefore = time() + HOUR;",
        to: "notBefore = 0;",
      },
    ],
    tests: door,
    reds: ["are asked for again when one is new, and once an hour at most"],
  },
  {
    threat: 18,
    name: "believe a name that was made to mean this machine",
    changes: [
      {
        file: hosts,
        from: "if (!loopbackNames.includes(named) || headers.origin",
        to: "if (named === headers.origin || headers.origin",
      },
    ],
    tests: addresses,
    reds: ["answers nobody who comes from %s"],
  },
  {
    threat: 18,
    name: "serve whoever comes where nobody has to prove anything",
    changes: [
      {
        file: "adapters/teams/turned-away.ts",
        from: "if (!isFromHere(request)) return",
        to: "if (!request) return",
      },
    ],
    tests: addresses,
    reds: ["turns away at its door what comes by %s"],
  },
  {
    threat: 19,
    name: "note down whoever knocks at Teams' door",
    changes: [
      { file: "adapters/teams/turned-notes.ts", from: "if (times > most) return;", to: "" },
    ],
    tests: addresses,
    reds: ["fills no log for whoever knocks without pause"],
  },
  {
    threat: 19,
    name: "note down whoever knocks at the door of log streams",
    changes: [
      {
        file: "src/logs/stream-notes.ts",
        from: "if (now - (saidAt.get(key) ?? -Infinity) < everyMs) return;",
        to: "",
      },
    ],
    tests: ["test/logs/stream-door.test.ts"],
    reds: ["is turned away alike for a wrong token, none, and a tenant that is not there"],
  },
];
