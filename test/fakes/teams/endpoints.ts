import { carryOut, Refusal, tellOfTeam } from "./connector.ts";
import { type Answered, refusal, throttled } from "./http.ts";
import { createRates } from "./limits.ts";
import type { World } from "./world.ts";

/** The Bot Connector: who may call it, how often, and what comes of it. */
export function createConnector(given: {
  world: World;
  settings: { readonly enforceRates: boolean };
  isKnown(token: string): boolean;
  now(): number;
}) {
  const { world, settings, isKnown, now } = given;
  const rates = createRates(now);

  function waitFor(method: string, bare: string | undefined, kind: string | undefined): number {
    const isSend = kind === "activities" && ["POST", "PUT"].includes(method);
    return settings.enforceRates ? rates.wait(isSend ? bare : undefined) : 0;
  }

  function carried({ method, url, path, body }: Asked): Answered {
    const targeted = url.searchParams.get("isTargetedActivity") === "true";
    const status = method === "POST" ? 201 : 200;
    if (path[2] === "teams") return { status, body: tellOfTeam(world, path.slice(3)) };
    return { status, body: carryOut(world, { method, path: path.slice(3), targeted, body }) };
  }

  return (asked: Asked): Answered => {
    if (!isKnown(asked.token)) return refusal(401, "Unauthorized");
    const wait = waitFor(asked.method, asked.bare, asked.path[4]);
    if (wait > 0) return throttled(wait);
    try {
      return carried(asked);
    } catch (error) {
      if (error instanceof Refusal) return refusal(error.status, error.code);
      throw error;
    }
  };
}

/** A request to the Connector. */
interface Asked {
  readonly method: string;
  readonly token: string;
  readonly url: URL;
  readonly path: readonly string[];
  readonly body: string;
  /** The conversation, without any thread. */
  readonly bare: string | undefined;
}
