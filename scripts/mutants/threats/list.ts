import type { Breach } from "../mutant.ts";
import { chatBreaches } from "./chat.ts";
import { feedBreaches } from "./feeds.ts";
import { furtherBreaches } from "./further.ts";
import { keptBreaches } from "./kept.ts";
import { localBreaches } from "./local.ts";
import { logStreamBreaches } from "./log-streams.ts";
import { outgoingBreaches } from "./outgoing.ts";
import { publicServerBreaches } from "./public-server.ts";
import { roleBreaches } from "./roles.ts";
import { secretBreaches } from "./secrets.ts";
import { serviceBreaches } from "./services.ts";
import { slackBreaches } from "./slack.ts";
import { supplyBreaches } from "./supply.ts";
import { teamsBreaches } from "./teams.ts";
import { timeBreaches } from "./time.ts";
import { wordBreaches } from "./words.ts";

/** By what they break, as THREATS.md has it. */
export const breaches: readonly Breach[] = [
  ...publicServerBreaches,
  ...slackBreaches,
  ...teamsBreaches,
  ...logStreamBreaches,
  ...localBreaches,
  ...outgoingBreaches,
  ...feedBreaches,
  ...wordBreaches,
  ...chatBreaches,
  ...keptBreaches,
  ...secretBreaches,
  ...supplyBreaches,
  ...roleBreaches,
  ...timeBreaches,
  ...serviceBreaches,
  ...furtherBreaches,
];
