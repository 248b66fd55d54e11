import type { Command } from "../core/command.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { bulletin } from "./bulletin.ts";
import { bulletins } from "./bulletins.ts";
import { changes } from "./changes.ts";
import { digest } from "./digest.ts";
import { doctor } from "./doctor.ts";
import { errors } from "./errors.ts";
import { explain } from "./explain.ts";
import { forget } from "./forget.ts";
import { help } from "./help.ts";
import { home } from "./home.ts";
import { incidents } from "./incidents.ts";
import { limits } from "./limits.ts";
import { login } from "./login.ts";
import { logs } from "./logs.ts";
import { mute } from "./mute.ts";
import { readiness } from "./readiness.ts";
import { status } from "./status.ts";
import { subscribe } from "./subscribe.ts";
import { subscriptions } from "./subscriptions.ts";
import { tail } from "./tail.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { user } from "./user.ts";
import { waive } from "./waive.ts";

/** Everything people can say, in the order help shows it. */
export const commands: readonly Command[] = [
  help,
  home,
  status,
  incidents,
  login,
  logs,
  user,
  tail,
  errors,
  limits,
  explain,
  changes,
  bulletins,
  bulletin,
  readiness,
  waive,
  subscribe,
  unsubscribe,
  subscriptions,
  mute,
  digest,
  access,
  forget,
  audit,
  doctor,
];
