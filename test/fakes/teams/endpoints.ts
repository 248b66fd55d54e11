import { carryOut, Refusal } from "./connector.ts";
import { createRates } from "./faults.ts";
import { type Answered, refusal, throttled } from "./http.ts";
import type { World } from "./world.ts";

export const scope = "https://api.botframework.com/.default";

/** Entra's login: gives the app its tokens, and nobody else. */
export function createLogin({ appId, appPassword }: { appId: string; appPassword: string }) {
  const tokens = new Set<string>();
  let given = 0;
  return {
    tokens,
    answer(body: string): Answered {
      const asked = new URLSearchParams(body);
      if (asked.get("grant_type") !== "client_credentials" || asked.get("scope") !== scope) {
        return { status: 400, body: { error: "invalid_request" } };
      }
      if (asked.get("client_id") !== appId) {
        return { status: 400, body: { error: "unauthorized_client", error_codes: [700016] } };
      }
      if (asked.get("client_secret") !== appPassword) {
        return { status: 401, body: { error: "invalid_client", error_codes: [7000215] } };
      }
      given += 1;
      const token = `fake-token-${given}`;
      tokens.add(token);
      return { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token: token } };
    },
  };
}

/** The Bot Connector: who may call it, how often, and what comes of it. */
export function createConnector(given: {
  world: World;
  settings: { readonly enforceRates: boolean };
  isKnown(token: string): boolean;
}) {
  const { world, settings, isKnown } = given;
  const rates = createRates(Date.now);

  function waitFor(method: string, bare: string, kind: string | undefined): number {
    const counted = kind === "activities" && ["POST", "PUT"].includes(method);
    return settings.enforceRates && counted ? rates.wait(bare) : 0;
  }

  function carried({ method, url, path, body }: Asked): Answered {
    const targeted = url.searchParams.get("isTargetedActivity") === "true";
    const status = method === "POST" ? 201 : 200;
    return { status, body: carryOut(world, { method, path: path.slice(3), targeted, body }) };
  }

  return (asked: Asked): Answered => {
    if (!isKnown(asked.token)) return refusal(401, "Unauthorized");
    const wait = waitFor(asked.method, asked.bare ?? "", asked.path[4]);
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
