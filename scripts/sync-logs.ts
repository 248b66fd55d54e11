import { filterArgs, timeArgs } from "../src/core/log-args.ts";
import { namedGroups } from "../src/core/log-types/groups.ts";
import { codesOf, logTopics } from "../src/core/log-types/index.ts";
import { stretchWords } from "../src/core/stretch-words.ts";
import { code, literal, markdownTable } from "./sync-tables.ts";

const examples: Readonly<Record<string, readonly string[]>> = {
  text: ["timeout", '"wrong password"', "-timeout"],
  type: ["type:failures,-mail", "type:fp,fu", "type:gd_*"],
  user: ["user:ada@example.com", "user:ada*,auth0|64f", "-user:*@acme.example"],
  client: ['client:"Back office",Checkout'],
  ip: ["ip:203.0.113.7", "ip:203.0.113.0/24", "-ip:10.*"],
  since: ["since:2h", "since:yesterday", "since:22:00"],
  until: ["until:2026-11-22T14:00", "until:1h"],
  on: ["on:yesterday", "on:2026-11-22", "on:2026-11"],
  during: ["during:2026-11-22T14:00..15:00", "during:last-week"],
};

/** What a line about log events may hold. */
export function logFilterTable(): string {
  const rows = Object.entries({ ...filterArgs, ...timeArgs }).map(([name, { about, hint }]) => [
    name === "text" ? "bare words" : code(`${name}:`),
    literal(about),
    (examples[name] ?? [`${name}:${hint}`]).map(code).join(" "),
  ]);
  return markdownTable(["Say", "For", "Like"], rows);
}

/** Words for many types of events. */
export function logGroupTable(): string {
  const named = namedGroups.map(({ word, also, about, codes }) => [
    code(word),
    [about, ...(also.length > 0 ? [`also ${also.map(code).join(", ")}`] : [])].join("; "),
    codes.length <= 8 ? codes.map(code).join(" ") : `${codes.length} types`,
  ]);
  const unknown = [
    code("unknown"),
    "types that Auth0 has added since, and Watchpost does not know",
    "–",
  ];
  return markdownTable(["Type", "Means", "Codes"], [...named, unknown]);
}

/** What each topic has, and the days that have a name. */
export function logWordList(): string {
  const topics = logTopics.map((topic) => `${code(topic)} (${codesOf({ topic }).length})`);
  return [
    `Topics, with how many types each has: ${topics.join(", ")}.`,
    `Days with a name: ${stretchWords.map(code).join(", ")}.`,
  ].join("\n\n");
}
