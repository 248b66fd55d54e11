import { DAY, HOUR, SECOND } from "../../core/clock.ts";
import { deployApp, shopApp } from "./applications.ts";
import { userDraft } from "./calm.ts";
import type { Dice } from "./dice.ts";
import type { Draft } from "./event.ts";

/** Something that happens at its own moment, and not by chance. */
export interface Happened {
  readonly at: number;
  readonly draft: Draft;
}

/** Deploys: one within the story, and one each day until a day before it. Each asks more than it may. */
const deploysAt: readonly number[] = [
  45 * SECOND,
  ...[0, 1, 2, 3, 4].map((days) => -days * DAY - 26 * HOUR),
];
const deployMs = 20 * SECOND;
const asked = [
  ["PATCH", "/api/v2/clients/PretendShopInBrowsers00000000001"],
  ["PATCH", "/api/v2/actions/actions/pretend-loyalty-points"],
  ["GET", "/api/v2/connections"],
] as const;

/** The Action that was deployed fails from then on, as none did before, until it is taken back. */
const brokenAction = { from: 60 * SECOND, until: 170 * SECOND, every: 5 * SECOND } as const;

/** What happens between two moments, in milliseconds since the story began; oldest first for each matter. */
export function happenedBetween(from: number, until: number, dice: Dice): readonly Happened[] {
  const within = ({ at }: Happened) => at >= from && at < until;
  const deploys = deploysAt
    .filter((at) => at + deployMs >= from && at < until)
    .flatMap((at) => deploy(at));
  const failures = until > brokenAction.from ? actionFailures(dice) : [];
  return [...deploys, ...failures].filter(within);
}

function deploy(at: number): readonly Happened[] {
  return Array.from({ length: 12 }, (_, nth) => {
    const [method, path] = asked[nth % asked.length] ?? asked[0];
    const draft = nth < 3 ? nearLimit(method, path) : overLimit(method, path);
    return { at: at + (nth * deployMs) / 12, draft };
  });
}

const nearLimit = (method: string, path: string): Draft => ({
  type: "api_limit_warning",
  app: deployApp,
  description: "Pretend: The deploy job used 80 % of a limit",
  details: {
    request: { method, path },
    limit: { bucket: "management-api", size: 50, usage: 40, global: true },
  },
});

const overLimit = (method: string, path: string): Draft => ({
  type: "api_limit",
  app: deployApp,
  description: "Pretend: The deploy job asked more often than it may",
  details: {
    request: { method, path },
    limit: { bucket: "management-api", size: 50, global: true },
    response: "Pretend: Too many requests",
  },
});

function actionFailures(dice: Dice): readonly Happened[] {
  const { from, until, every } = brokenAction;
  return Array.from({ length: Math.floor((until - from) / every) }, (_, nth) => ({
    at: from + nth * every,
    draft: actionFailed(dice),
  }));
}

function actionFailed(dice: Dice): Draft {
  const { person } = userDraft(dice);
  const msg = "Pretend: Cannot read properties of undefined (reading 'points')";
  return {
    type: "actions_execution_failed",
    app: shopApp,
    person,
    viaConnection: true,
    description: "Pretend: The Action pretend-loyalty-points failed",
    details: {
      action_name: "pretend-loyalty-points",
      trigger: "post-login",
      error: { message: msg, type: "ActionExecutionError" },
    },
  };
}
