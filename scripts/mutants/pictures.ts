import type { Mutant } from "./mutant.ts";

const pictures = ["test/adapters/slack-pictures.test.ts"];

/** Charts as pictures: answers stay in time, nothing is shown that people cannot see, nothing is sent where it does not belong. */
export const pictureMutants: readonly Mutant[] = [
  {
    rule: 7,
    name: "wait for a picture that hangs",
    file: "adapters/slack/pictures.ts",
    from: "ms: patienceMs",
    to: "ms: 20 * patienceMs",
    tests: pictures,
  },
  {
    rule: 6,
    name: "try pictures again and again where they cannot be had",
    file: "adapters/slack/pictures.ts",
    from: " || brake.isOn()",
    to: "",
    tests: pictures,
  },
  {
    rule: 6,
    name: "upload the same picture once for each channel",
    file: "adapters/slack/pictures.ts",
    from: " ?? underWay.get(key)",
    to: "",
    tests: pictures,
  },
  {
    rule: 2,
    name: "show in an edit a picture that nobody but the bot may see",
    file: "adapters/slack/pictures.ts",
    from: "return file?.shown ? file : undefined;",
    to: "return file;",
    tests: pictures,
  },
  {
    rule: 2,
    name: "take a picture away where Slack has not looked into it yet",
    file: "adapters/slack/showing.ts",
    from: "if (await pictures.areNew(files))",
    to: "if (files.size > 99)",
    tests: pictures,
  },
  {
    rule: 12,
    name: "send a picture wherever it is wanted",
    file: "adapters/slack/upload.ts",
    from: "if (!isSlack(address, apiUrl)) throw",
    to: "if (address === apiUrl) throw",
    tests: pictures,
  },
  {
    rule: 7,
    name: "let a label break the drawing of all charts after it",
    file: "src/charts/wording.ts",
    from: "return short.replace(inherited, ",
    to: "return short.replace(/^$/g, ",
    tests: ["test/charts/any-chart.test.ts"],
  },
  {
    rule: 7,
    name: "draw a login that failed as a fast one",
    file: "src/core/login-words.ts",
    from: 'run.ok ? totalMs(run) : ("failed" as const)',
    to: "totalMs(run)",
    tests: ["test/commands/login.test.ts"],
  },
];
