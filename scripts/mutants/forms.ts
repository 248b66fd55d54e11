import type { Mutant } from "./mutant.ts";

const forms = "test/adapters/slack-forms.test.ts";
const trouble = "test/adapters/slack-form-trouble.test.ts";

/** Forms in Slack: acknowledged first, opened at once, answered once, by whoever submits them. */
export const formMutants: readonly Mutant[] = [
  {
    rule: 7,
    name: "a form is acknowledged without what is wrong with it",
    file: "adapters/slack/bolt-app.ts",
    from: "event.ack(payload)",
    to: "event.ack()",
    tests: [forms],
  },
  {
    rule: 7,
    name: "a form is opened only after the bot was asked",
    file: "adapters/slack/modals.ts",
    from: "    const form = forms?.of(command, values, choices);\n",
    to: "    const form = forms?.of(command, values, choices);\n    await lastOf(answer(instead.invocation));\n",
    tests: [trouble],
  },
  {
    rule: 7,
    name: "a form that Slack does not open is not explained",
    file: "adapters/slack/modals.ts",
    from: "          take(instead);\n",
    to: "",
    tests: [forms],
  },
  {
    rule: 7,
    name: "a press that is delivered twice opens its form twice",
    file: "adapters/slack/modals.ts",
    from: "      if (seen.has(instead.id)) return;\n",
    to: "",
    tests: [trouble],
  },
  {
    rule: 7,
    name: "the answer to a form does not appear where its button was",
    file: "adapters/slack/modals.ts",
    from: "    ...(responseUrl ? { responseUrl } : {}),\n",
    to: "",
    tests: [forms],
  },
  {
    rule: 11,
    name: "whoever lacks the role is left with a form that will be refused",
    file: "adapters/slack/modals.ts",
    from: "if (!offer || (offer.form && shown)) return;",
    to: "if (!offer || shown) return;",
    tests: [forms],
  },
  {
    rule: 11,
    name: "a form is for another channel than was chosen",
    file: "adapters/slack/submission.ts",
    from: "const channel = known ?? asked?.selected_conversation;",
    to: "const channel = known ?? asked?.selected_conversation?.replace('C2', 'C1');",
    tests: [forms],
  },
  {
    rule: 7,
    name: "a private answer that was shared can be shared again",
    file: "adapters/slack/answers.ts",
    from: "if (!message || !to.ephemeral",
    to: "if (message || !to.ephemeral",
    tests: ["test/adapters/slack-presses.test.ts"],
  },
  {
    rule: 10,
    name: "a command is run although a form would have been refused",
    file: "src/core/dispatch.ts",
    from: "if (problem !== undefined) throw new UserError(problem);",
    to: "",
    tests: ["test/core/forms.test.ts"],
  },
];
