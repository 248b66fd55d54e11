import type { Mutant } from "./mutant.ts";

const refused = ["test/adapters/teams-card-refused.test.ts"];
const every = ["test/adapters/teams-every-message.test.ts"];
const any = ["test/adapters/teams-any-message.test.ts"];
const cards = ["test/adapters/teams-render.test.ts"];

/** Teams' cards: what is lost where Teams draws less than it is sent, and what words could pass for. */
export const teamsCardMutants: readonly Mutant[] = [
  {
    rule: 1,
    name: "lose a message whose card Teams refuses",
    file: "adapters/teams/showing.ts",
    from: "if (!(error instanceof ContentRefused)",
    to: "if (true",
    tests: refused,
  },
  {
    rule: 10,
    name: "let two halves of Teams' own macro meet",
    file: "adapters/teams/spans.ts",
    from: "text: literal(last.text + one.text)",
    to: "text: last.text + one.text",
    tests: cards,
  },
  {
    rule: 10,
    name: "read a heading's words as Markdown",
    file: "adapters/teams/blocks.ts",
    from: "if (isMarkup(line)) {",
    to: "if (line.length < 0) {",
    tests: cards,
  },
  {
    rule: 7,
    name: "leave a table's titles out where phones show its rows as lines",
    file: "adapters/teams/table.ts",
    from: "...(isTitled ? renderText(saidOnce(titles), { small: true }) : []),",
    to: "",
    tests: every,
  },
  {
    rule: 7,
    name: "fill a part with more cells than one card of Teams holds",
    file: "src/core/part-weight.ts",
    from: "const ofRow = 20;",
    to: "const ofRow = -150;",
    tests: any,
  },
];
