import type { Breach } from "../mutant.ts";

const tests = ["test/doors/words.test.ts"];
const log = ["is one line of the bot's log, which reads as it was and forges no other"];

/** What is written down and shown. */
export const wordBreaches: readonly Breach[] = [
  {
    threat: 46,
    name: "write words into the log as they are",
    changes: [
      {
        file: "src/log.ts",
        from: "`${plainJson(shortened(hide.line(line.trimEnd())))}\\n`",
        to: "`${shortened(hide.line(line.trimEnd()))}\\n`",
      },
    ],
    tests,
    reds: log,
  },
  {
    threat: 47,
    name: "write words to the terminal as they are",
    changes: [
      {
        file: "src/program/say.ts",
        from: "process.stderr.write(`${visible(words)}\\n`)",
        to: "process.stderr.write(`${words}\\n`)",
      },
    ],
    tests,
    reds: ["moves no cursor of a terminal, and hides nothing on it"],
  },
  {
    threat: 48,
    name: "show words in Slack with what turns them around",
    changes: [{ file: "src/core/visible.ts", from: '    .replace(unseen, "$1");', to: "    ;" }],
    tests,
    reds: ["is shown whole and in its order in Slack, in Teams and on the page"],
  },
  {
    threat: 48,
    name: "take out what belongs to a script",
    changes: [
      {
        file: "src/core/visible.ts",
        from: '    .replace(unseen, "$1");',
        to: '    .replace(unseen, "");',
      },
    ],
    tests,
    reds: ["keeps what belongs to a script or to an emoji"],
  },
  {
    threat: 48,
    name: "send what nobody sees as a message without words",
    changes: [
      {
        file: "adapters/slack/render.ts",
        from: 'words.trim() === "" ? wordless : words',
        to: "words",
      },
    ],
    tests,
    reds: ["is a message that platforms take, also where nobody sees any of it"],
  },
  {
    threat: 49,
    name: "write a cell that a table runs",
    changes: [
      {
        file: "src/commands/logs-csv.ts",
        from: '    .replace(/^(?=[\\s\\p{C}]*[=+\\-@|%\\t\\r\\n＝＋－＠])/u, "\'")\n',
        to: "",
      },
    ],
    tests,
    reds: ["is one row and one cell of a table, and none that a table would run"],
  },
];
