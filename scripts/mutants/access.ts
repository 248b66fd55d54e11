import type { Mutant } from "./mutant.ts";

const people = ["test/adapters/slack-people.test.ts"];

export const accessMutants: readonly Mutant[] = [
  {
    rule: 11,
    name: "let a channel give its role to guests who speak there",
    file: "src/core/access.ts",
    from: "const sure = person.member && !person.presumed;",
    to: "const sure = true;",
    tests: ["test/core/access.test.ts"],
  },
  {
    rule: 11,
    name: "count guests of a Slack workspace as members",
    file: "adapters/slack/users.ts",
    from: "deleted || is_bot || is_restricted || is_ultra_restricted || is_stranger",
    to: "deleted || is_bot || is_stranger",
    tests: people,
  },
  {
    rule: 11,
    name: "count people of another workspace in a shared channel as members",
    file: "adapters/slack/users.ts",
    from: "return team === undefined || teams.length === 0 || teams.includes(team);",
    to: "return true;",
    tests: people,
  },
  {
    rule: 11,
    name: "count everybody as a member where the app may not ask who is one",
    file: "adapters/slack/people.ts",
    from: 'if (!member || failure === "scope") return { member: false };',
    to: "if (!member) return { member: false };",
    tests: people,
  },
  {
    rule: 11,
    name: "leave somebody in a group until Slack is asked again",
    file: "adapters/slack/user-groups.ts",
    from: "id === changed ? users.filter((user) => !removed?.includes(user)) : users",
    to: "users",
    tests: people,
  },
  {
    rule: 7,
    name: "wait for Slack's word on somebody however long it takes",
    file: "src/core/lookup.ts",
    from: "await within(renew(key, entry), { clock, ms: patienceMs });",
    to: "await renew(key, entry);",
    tests: people,
  },
  {
    rule: 11,
    name: "name people in a refusal that everybody sees",
    file: "src/core/dispatch.ts",
    from: '(audience === "all" && openly) || given',
    to: "given",
    tests: ["test/core/whom.test.ts"],
  },
];
