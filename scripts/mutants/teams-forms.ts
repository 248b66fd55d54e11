import type { Mutant } from "./mutant.ts";

const forms = ["test/adapters/teams-forms.test.ts"];
const buttons = ["test/adapters/teams-buttons.test.ts"];

/** Dialogs and buttons of Teams, each broken in one rule. */
export const teamsFormMutants: readonly Mutant[] = [
  {
    rule: 7,
    name: "say a line again for a button that is pressed twice within seconds in Teams",
    file: "adapters/teams/presses.ts",
    from: "if (first) return",
    to: "if (first && heard.id === first.id) return",
    tests: buttons,
  },
  {
    rule: 7,
    name: "say a dialog's line again when Teams delivers it again",
    file: "adapters/teams/dialogs.ts",
    from: "form/",
    to: `form/\${Math.random()}`,
    tests: forms,
  },
  {
    rule: 7,
    name: "lose what was typed when a dialog comes again",
    file: "adapters/teams/dialogs.ts",
    from: "const filled = { typed: read.typed, problems };",
    to: "const filled = { typed: {}, problems };",
    tests: forms,
  },
  {
    rule: 7,
    name: "open a dialog for whoever may not say its line",
    file: "adapters/teams/dialogs.ts",
    from: "if (refused) return",
    to: "if (refused?.summary === undefined && refused) return",
    tests: forms,
  },
  {
    rule: 7,
    name: "look for a private answer that was shared among everybody's messages",
    file: "adapters/teams/shared-away.ts",
    from: "targeted: true",
    to: "targeted: false",
    tests: buttons,
  },
  {
    rule: 7,
    name: "open a dialog only once the bot has said who may have it, however late",
    file: "adapters/teams/dialogs.ts",
    from: "await within(asked, { clock, ms: patienceMs })",
    to: "await asked",
    tests: ["test/adapters/teams-form-trouble.test.ts"],
  },
];
