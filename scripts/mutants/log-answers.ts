import type { Mutant } from "./mutant.ts";

const totals = ["test/logs/desk-totals.test.ts"];
const stories = ["test/commands/user-stories.test.ts"];

/** Rule 8 of what is answered from logs: how many, how far and how sure, and never more than is known. */
export const logAnswerMutants: readonly Mutant[] = [
  {
    rule: 8,
    name: "call a thousand events all there are of an hour",
    file: "src/logs/total.ts",
    from: "return next ? undefined : events.length;",
    to: "return events.length;",
    tests: totals,
  },
  {
    rule: 8,
    name: "count by the archive what it has a part of",
    file: "src/logs/federated.ts",
    from: "looked.spans.every((span) => span.kept)",
    to: "looked.spans.some((span) => span.kept)",
    tests: totals,
  },
  {
    rule: 8,
    name: "keep still about time that Auth0 keeps no more",
    file: "src/logs/federated.ts",
    from: "if (oldest.from >= begin) return [];",
    to: "if (oldest.to >= begin) return [];",
    tests: totals,
  },
  {
    rule: 8,
    name: "tell of a hole on a page that does not reach it",
    file: "src/logs/federated.ts",
    from: "Math.max(span.from, begin)",
    to: "span.from",
    tests: totals,
  },
  {
    rule: 8,
    name: "make a file of events without a word of those that may be missing",
    file: "src/commands/logs-file.ts",
    from: "    for (const one of found.unseen) unseen.set(JSON.stringify([one.from, one.to, one.why]), one);\n",
    to: "",
    tests: ["test/commands/logs-file.test.ts"],
  },
  {
    rule: 8,
    name: "call everything new where nothing is old",
    file: "src/core/failures.ts",
    from: "  if (!isWhole(before, coverage)) return undefined;\n",
    to: "",
    tests: ["test/commands/errors.test.ts"],
  },
  {
    rule: 8,
    name: "call somebody blocked who has logged in since",
    file: "src/core/user-story/verdict-account.ts",
    from: '  if (isAfter(lastOf(story, ["login"]), newest)) return undefined;\n',
    to: "",
    tests: stories,
  },
  {
    rule: 8,
    name: "count tries that came after a block among those that led to it",
    file: "src/core/user-story/story.ts",
    from: 'part === "failure" && at <= begun.at',
    to: 'part === "failure"',
    tests: stories,
  },
];
