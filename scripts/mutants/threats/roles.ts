import type { Breach } from "../mutant.ts";

const slack = ["test/adapters/slack-roles.test.ts"];
const slackAndTeams = [...slack, "test/adapters/teams-roles.test.ts"];
const access = ["test/commands/access.test.ts"];
const lookup = "src/core/lookup.ts";

/** Roles that go on and that are told, and what is to be gone. */
export const roleBreaches: readonly Breach[] = [
  {
    threat: 69,
    name: "ask once who is in a group",
    changes: [
      {
        file: lookup,
        from: "if (ageOf(entry) < freshMs && !asking.barred(entry)) return;",
        to: "if (entry.told && !asking.barred(entry)) return;",
      },
    ],
    tests: slackAndTeams,
    reds: [
      "whoever leaves a group has lost its role within the promised time",
      "a group that is removed gives nobody a role within the promised time",
    ],
  },
  {
    threat: 69,
    name: "keep what was said first over a restart",
    changes: [
      {
        file: "src/core/lookup-notes.ts",
        from: "if (!same || at - (entry.writtenAt ?? 0) >= DAY) await",
        to: "if (!same && entry.writtenAt === undefined) await",
      },
    ],
    tests: slack,
    reds: ["a role that was taken is not given back by a restart into an outage"],
  },
  {
    threat: 69,
    name: "count for ever what a platform said last",
    changes: [
      { file: "src/core/lookup-notes.ts", from: "keptMs = 30 * DAY", to: "keptMs = 300 * DAY" },
    ],
    tests: slackAndTeams,
    reds: ["what it said last counts for thirty days, and no longer"],
  },
  {
    threat: 69,
    name: "count everybody as a member where Slack may not be asked who is one",
    changes: [
      {
        file: "adapters/slack/people.ts",
        from: 'if (!member || failure === "scope") return { member: false };',
        to: "if (!member) return { member: false };",
      },
    ],
    tests: ["test/adapters/slack-people.test.ts"],
    reds: ["makes nobody a member without the scope for it, and says so, until it is granted"],
  },
  {
    threat: 69,
    name: "count what Teams said of a team that the app was taken out of",
    changes: [
      {
        file: "adapters/teams/people.ts",
        from: 'in: value && failure !== "scope"',
        to: "in: value",
      },
    ],
    tests: ["test/adapters/teams-roster.test.ts"],
    reds: [
      "roles in Teams are lost with the app's leave to know who is in a team, and who owns it",
    ],
  },
  {
    threat: 69,
    name: "leave somebody in a group until Slack is asked again",
    changes: [
      {
        file: "adapters/slack/user-groups.ts",
        from: "id === changed ? users.filter((user) => !removed?.includes(user)) : users",
        to: "users",
      },
    ],
    tests: ["test/adapters/slack-people.test.ts"],
    reds: [
      "has the groups that settings name, until they are taken out: at once, though the list cannot be had",
    ],
  },
  {
    threat: 69,
    name: "go on with the tail of somebody who lost the role",
    changes: [
      {
        file: "src/logs/tail-steps.ts",
        from: "if (await parts.mayGoOn(kept.by.id, kept.from.conversation)) return;",
        to: "if (parts.mayGoOn !== undefined) return;",
      },
    ],
    tests: ["test/logs/tails-role.test.ts"],
    reds: ["ends within a minute, tells nothing that came in since, and says why on its card"],
  },
  {
    threat: 70,
    name: "name groups where everybody reads it",
    changes: [
      {
        file: "src/commands/access.ts",
        from: 'if (audience === "all") return openly(context);',
        to: "",
      },
    ],
    tests: access,
    reds: ["names nobody and no group where everybody reads it"],
  },
  {
    threat: 70,
    name: "tell anybody what somebody else may do",
    changes: [
      {
        file: "src/commands/access.ts",
        from: 'if (!allows(context.role, "admin")) {',
        to: 'if (!allows(context.role, "viewer")) {',
      },
    ],
    tests: access,
    reds: ["is the same as access for oneself, and for admins alone of anybody else"],
  },
  {
    threat: 70,
    name: "tell viewers who has which role",
    changes: [
      {
        file: "src/commands/access.ts",
        from: '...(allows(role, "operator") ? await whoHasWhat(context) : []),',
        to: "...(role ? await whoHasWhat(context) : []),",
      },
    ],
    tests: access,
    reds: ["says to a viewer what makes them one, why they are not more, and whom to ask"],
  },
  {
    threat: 70,
    name: "name people in a refusal that everybody sees",
    changes: [
      {
        file: "src/core/dispatch.ts",
        from: '(audience === "all" && openly) || given',
        to: "given",
      },
    ],
    tests: ["test/core/whom.test.ts"],
    reds: ["names nobody where a refusal has to stand before everybody"],
  },
  {
    threat: 71,
    name: "free what was removed without overwriting it",
    changes: [
      {
        file: "adapters/sql/sqlite-archive-file.ts",
        from: 'db.pragma("secure_delete = ON");',
        to: 'db.pragma("secure_delete = OFF");',
      },
    ],
    tests: ["test/adapters/sqlite-forget.test.ts"],
    reds: [
      "stands in no byte of the archive's files, packed or not, and all others are there as before",
    ],
  },
  {
    threat: 71,
    name: "keep what comes in of somebody who was forgotten",
    changes: [
      {
        file: "adapters/sql/sqlite-archive-engine.ts",
        from: "if (!forgotten.has(tenant, event, now)) return",
        to: "if (now) return",
      },
    ],
    tests: ["test/adapters/sqlite-forget.test.ts"],
    reds: ["does not come back with what the log holds of the time before and brings only now"],
  },
  {
    threat: 71,
    name: "leave what was removed in the log beside the store's file",
    changes: [
      {
        file: "adapters/sql/sqlite-worker.ts",
        from: "if (emptied(database)) tidied = now;",
        to: "tidied = now;",
      },
    ],
    tests: ["test/adapters/sqlite-removed.test.ts"],
    reds: ["leaves nothing of it while the bot goes on either, however little is written"],
  },
  {
    threat: 71,
    name: "keep the line that forgot somebody",
    changes: [
      {
        file: "adapters/local/forgetful.ts",
        from: "add: (draft) => messages.add(covering(draft)),",
        to: "add: (draft) => messages.add(draft),",
      },
    ],
    tests: ["test/adapters/local-forgetful.test.ts"],
    reds: ["holds nothing of who is forgotten in any file, not even of the line that forgot them"],
  },
  {
    threat: 71,
    name: "hold a file in the local chat that somebody forgotten may be in",
    changes: [{ file: "adapters/local/forgetful.ts", from: "      files.clear();\n", to: "" }],
    tests: ["test/adapters/local-files.test.ts"],
    reds: [
      "forgets every file that waits to be fetched once somebody is forgotten: they may be in it",
    ],
  },
  {
    threat: 71,
    name: "hold a file for Teams that somebody forgotten may be in",
    changes: [
      {
        file: "adapters/teams/adapter.ts",
        from: "forget: async () => files.clear(),",
        to: "forget: async () => {},",
      },
    ],
    tests: ["test/adapters/teams-files.test.ts"],
    reds: ["is not held any more once somebody is forgotten: they may be in it"],
  },
  {
    threat: 71,
    name: "keep something that docs/privacy.md does not name",
    changes: [
      {
        file: "docs/privacy.md",
        from: "| `login_runs` | `seq`, `tenant`, `at`, `doc` |",
        to: "| `login_runs` | `seq`, `tenant`, `at` |",
      },
    ],
    tests: ["test/docs-privacy.test.ts"],
    reds: ["names every table and every column of the %s, and why"],
  },
];
