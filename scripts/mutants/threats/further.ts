import type { Breach } from "../mutant.ts";

/** Further parts of claims that have been broken in one way elsewhere. */
export const furtherBreaches: readonly Breach[] = [
  {
    threat: 2,
    name: "take the first of two packings",
    changes: [
      { file: "src/http/guarded-server.ts", from: '"content-encoding", "host"]', to: '"host"]' },
    ],
    tests: ["test/doors/public-server.test.ts"],
    reds: ["refuses %s, that could be read in two ways, and serves nothing behind it"],
  },
  {
    threat: 3,
    name: "keep for ever who asked once",
    changes: [
      {
        file: "src/http/crowd.ts",
        from: "if (all.has(socket)) idle.add(socket);",
        to: "void all;",
      },
    ],
    tests: ["test/doors/public-server.test.ts"],
    reds: ["of thousands who say nothing keeps so many at most, and still answers whoever asks"],
  },
  {
    threat: 10,
    name: "forget a request that was dated ahead while its time counts",
    changes: [
      { file: "adapters/slack/door.ts", from: "now + 2 * toleranceMs", to: "now + toleranceMs" },
    ],
    tests: ["test/doors/slack.test.ts"],
    reds: ["refuses what it had before, however its signature is written, until its time is over"],
  },
  {
    threat: 17,
    name: "ask for keys at each knock where Microsoft does not answer",
    changes: [
      {
        file: "adapters/teams/signing-keys.ts",
        from: "if (failed && time() < failed.until) throw failed.error;",
        to: "",
      },
    ],
    tests: ["test/adapters/teams-keys.test.ts"],
    reds: [
      "whoever knocks while there are no keys has Microsoft asked for them once a second at most",
    ],
  },
  {
    threat: 20,
    name: "read a body before it is known whose it is",
    changes: [
      {
        file: "src/logs/stream-door.ts",
        from: "    const tenant = tenantIn(request);\n    if (admits",
        to: "    const tenant = tenantIn(request);\n    for await (const _ of request.iterator({ destroyOnReturn: false }));\n    if (admits",
      },
    ],
    tests: ["test/logs/stream-door.test.ts"],
    reds: ["has its token looked at before its body is waited for"],
  },
  {
    threat: 27,
    name: "let words become markup by a script of the page",
    changes: [
      { file: "adapters/local/doors.ts", from: "; require-trusted-types-for 'script'", to: "" },
    ],
    tests: ["test/adapters/local-doors.test.ts"],
    reds: ["lets nothing but its own files run on the page, and nobody frame it"],
  },
  {
    threat: 55,
    name: "log in for people as often as they ask",
    changes: [
      { file: "src/login/manners.ts", from: "byPeoplePerHour: 30,", to: "byPeoplePerHour: 3000," },
    ],
    tests: ["test/login/manners.test.ts"],
    reds: [
      "not even where settings want it each second, somebody asks each second, and it goes like this: %s",
    ],
  },
  {
    threat: 55,
    name: "log in as often as settings say",
    changes: [
      { file: "src/login/manners.ts", from: "fastestMs: 30 * SECOND,", to: "fastestMs: SECOND," },
    ],
    tests: ["test/login/manners.test.ts"],
    reds: [
      "not even where settings want it each second, somebody asks each second, and it goes like this: %s",
    ],
  },
  {
    threat: 55,
    name: "let people go on with refused credentials",
    changes: [
      { file: "src/login/manners.ts", from: "strikesAtMost: 9,", to: "strikesAtMost: 90," },
    ],
    tests: ["test/login/manners.test.ts"],
    reds: [
      "not even where settings want it each second, somebody asks each second, and it goes like this: %s",
    ],
  },
  {
    threat: 56,
    name: "not look behind the newest entry",
    changes: [
      {
        file: "src/core/audit-verify.ts",
        from: "fault ?? (await addedBeyond(audit))",
        to: "fault",
      },
    ],
    tests: ["test/core/audit-chain.test.ts"],
    reds: ["tells when where it begins was changed, or something was added behind its back"],
  },
  {
    threat: 56,
    name: "not look whether the newest entry is there",
    changes: [
      { file: "src/core/audit-verify.ts", from: "chain.end(ends.head) ?? cutOff", to: "cutOff" },
    ],
    tests: ["test/core/audit-chain.test.ts"],
    reds: ["tells when somebody %s, wherever that is, and which entry it was"],
  },
  {
    threat: 59,
    name: "know no secret in markup",
    changes: [{ file: "src/core/secret-forms.ts", from: "    markup,\n", to: "" }],
    tests: ["test/secrets/hide.test.ts"],
    reds: ["it never comes through when it is written %s"],
  },
  {
    threat: 59,
    name: "know no secret in hexadecimal digits",
    changes: [
      {
        file: "src/core/secret-forms.ts",
        from: "return [...base64, ...address, hex, hex.toUpperCase()];",
        to: "return [...base64, ...address];",
      },
    ],
    tests: ["test/secrets/hide.test.ts"],
    reds: ["it never comes through when it is written %s"],
  },
  {
    threat: 59,
    name: "know no secret in the Base64 of addresses",
    changes: [
      {
        file: "src/core/secret-forms.ts",
        from: "[...base64, ...address, hex",
        to: "[...base64, hex",
      },
    ],
    tests: ["test/secrets/hide.test.ts"],
    reds: ["it never comes through when it is written %s"],
  },
  {
    threat: 59,
    name: "know no secret in an address within an address",
    changes: [
      { file: "src/core/secret-forms.ts", from: "    inAddress(inAddress(value)),\n", to: "" },
    ],
    tests: ["test/secrets/hide.test.ts"],
    reds: ["it never comes through when it is written %s"],
  },
  {
    threat: 68,
    name: "put a backup in place that is not sound",
    changes: [
      {
        file: "adapters/sql/sqlite-restore.ts",
        from: "soundly(() => examine(staged, part.kind), original)",
        to: '{ holds: "", version: part.version }',
      },
    ],
    tests: ["test/adapters/sqlite-restore.test.ts"],
    reds: ["refuses a file that %s, whatever its manifest says"],
  },
  {
    threat: 31,
    name: "reach relays and name servers of last resort",
    changes: [{ file: "src/feeds/guard.ts", from: '  "192.52.193.0/24",\n', to: "" }],
    tests: ["test/doors/outgoing.test.ts"],
    reds: ["refuses an address that is not public in any spelling"],
  },
  {
    threat: 53,
    name: "let refresh tokens over the border",
    changes: [
      { file: "src/core/border-secrets.ts", from: "{ sign: /v1\\./u", to: "{ sign: /never\\./u" },
    ],
    tests: ["test/core/border.test.ts"],
    reds: ["is shown to nobody: %s"],
  },
  {
    threat: 53,
    name: "let tokens that say nothing of themselves over the border",
    changes: [
      {
        file: "src/core/border-secrets.ts",
        from: "sign: /[\\w-]{40}/u",
        to: "sign: /[\\w-]{4000}/u",
      },
    ],
    tests: ["test/core/border.test.ts"],
    reds: ["is shown to nobody: %s"],
  },
];
