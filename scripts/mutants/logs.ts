import { archiveMutants } from "./archives.ts";
import { logAnswerMutants } from "./log-answers.ts";
import { logReaderMutants } from "./log-readers.ts";
import { logStreamMutants } from "./log-streams.ts";
import type { Mutant } from "./mutant.ts";
import { withoutBorder } from "./without-border.ts";

/** Rule 10, over the tenant's logs. */
export const logMutants: readonly Mutant[] = [
  {
    rule: 10,
    name: "show everybody what the asker alone may see of the logs",
    file: "src/core/log-words.ts",
    from: 'masked: audience === "all" || ',
    to: "masked: ",
    tests: ["test/commands/logs-privacy.test.ts"],
  },
  {
    rule: 10,
    name: "put a button about a person under an answer for everybody",
    file: "src/commands/logs-lines.ts",
    from: "const mayBeSaid = !viewer.masked || namesNobody(query, views);",
    to: "const mayBeSaid = true;",
    also: [withoutBorder],
    tests: ["test/commands/logs-privacy.test.ts"],
  },
  {
    rule: 10,
    name: "repeat before everybody whom a line was about",
    file: "src/core/dispatch.ts",
    from: "return shown ? { said",
    to: "return !shown ? { said",
    tests: ["test/core/dispatch.test.ts", "test/commands/logs-privacy.test.ts"],
  },
  {
    rule: 10,
    name: "leave tokens and passwords in an event that is shown whole",
    file: "src/commands/logs-event.ts",
    from: "shorten(redact(raw))",
    to: "shorten(raw)",
    tests: ["test/commands/logs-privacy.test.ts", "test/commands/logs.test.ts"],
  },
  ...logStreamMutants,
  ...logReaderMutants,
  ...archiveMutants,
  ...logAnswerMutants,
];
