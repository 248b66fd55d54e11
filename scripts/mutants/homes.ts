import type { Mutant } from "./mutant.ts";

const home = "test/adapters/slack-home.test.ts";
const own = "test/adapters/slack-home-own.test.ts";
const viewers = "test/adapters/slack-home-viewers.test.ts";
const command = "test/commands/home.test.ts";
const changes = "test/changes.test.ts";

/** Slack's Home tab: each person's own, never silently old, and nobody's burden. */
export const homeMutants: readonly Mutant[] = [
  {
    rule: 5,
    name: "a Home that says the same grows old without end",
    file: "adapters/slack/home-maker.ts",
    from: "passed(viewer.shownAt, now) >= oldMs",
    to: "false",
    tests: [viewers],
  },
  {
    rule: 5,
    name: "after a restart nobody's Home is made anew",
    file: "adapters/slack/home-viewers.ts",
    from: "{ ...fresh, ...value, dirtyAt: time() }",
    to: "{ ...fresh, ...value, dirtyAt: undefined }",
    tests: [home],
  },
  {
    rule: 5,
    name: "quiet hours that begin change nothing",
    file: "src/changes.ts",
    from: "  quietUntil(quiet, now) !== undefined,\n",
    to: "",
    tests: [changes],
  },
  {
    rule: 6,
    name: "a Home is shown anew whenever anything happens",
    file: "adapters/slack/home-maker.ts",
    from: "if (viewer.asked || old || digest !== viewer.digest)",
    to: "if (viewer)",
    tests: [home],
  },
  {
    rule: 6,
    name: "the Homes of everybody who ever looked are kept up to date",
    file: "adapters/slack/home-viewers.ts",
    from: "newest.slice(0, most)",
    to: "newest",
    tests: [viewers],
  },
  {
    rule: 6,
    name: "a Home that Slack will not take is tried on and on",
    file: "adapters/slack/home-maker.ts",
    from: "viewer.rest = { from: options.clock.now().getTime(), ms: foreverMs }",
    to: "viewer.dirtyAt = 0",
    tests: [home],
  },
  {
    rule: 7,
    name: "a Home's button is answered where nobody sees it",
    file: "adapters/slack/homes.ts",
    from: "if (!to.home || reply.pending) return;",
    to: "return;",
    tests: [home],
  },
  {
    rule: 10,
    name: "a Home shows what others subscribed",
    file: "src/commands/home-person.ts",
    from: "all.filter((held) => held.by?.id === by.id)",
    to: "all",
    tests: [command, own],
  },
  {
    rule: 10,
    name: "a page that is shown to all tells of the asker's conversations",
    file: "src/commands/home-trouble.ts",
    from: '  if (audience === "all") return [];\n',
    to: "",
    tests: [command],
  },
  {
    rule: 10,
    name: "a viewer learns how many conversations of others are paused",
    file: "src/commands/home-trouble.ts",
    from: 'allows(role, "operator") ? paused.length - mine : 0',
    to: "paused.length - mine",
    tests: [command],
  },
];
