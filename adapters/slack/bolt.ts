import { createRequire } from "node:module";

/** What is used of Bolt. */
export type Bolt = Pick<typeof import("@slack/bolt"), "App" | "SocketModeReceiver" | "webApi">;

/**
 * Bolt's parts by themselves, loaded only when Slack is on. Its index brings Express and what answers in Lambda along, which take a
 * megabyte.
 */
export function loadBolt(): Bolt {
  const inBolt = createRequire(createRequire(import.meta.url).resolve("@slack/bolt"));
  return {
    App: inBolt("./App.js").default,
    SocketModeReceiver: inBolt("./receivers/SocketModeReceiver.js").default,
    webApi: inBolt("@slack/web-api"),
  };
}
