import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import type { Secret } from "../../src/core/secret.ts";
import { isOpenLoopback, type TeamsSettings } from "./settings.ts";
import { askToken } from "./token-request.ts";

export interface Tokens {
  /** The token to send with; none in open loopback mode. @throws DeliveryError when it cannot be had. */
  current(): Promise<Secret | undefined>;
  /** The next one is asked for anew. */
  forget(): void;
}

/**
 * The app's token for one scope, kept until it nears its end. Asked for by ourselves: the SDK's client insists on
 * retries of its own and cannot be pointed at a stand-in.
 */
export function createTokens(
  settings: TeamsSettings,
  given: {
    readonly clock: Clock;
    readonly outgoing: Pick<Outgoing, "fetch">;
    readonly scope?: string;
  },
): Tokens {
  const { clock, outgoing, scope = settings.endpoints.scope } = given;
  let held: { readonly token: Secret; readonly until: number } | undefined;
  let asking: Promise<Secret> | undefined;

  async function ask(): Promise<Secret> {
    const { token, lifeMs } = await askToken({ settings, scope, now: clock.now(), outgoing });
    held = { token, until: clock.now().getTime() + Math.max(lifeMs - 5 * MINUTE, lifeMs / 2) };
    return token;
  }

  return {
    async current() {
      if (isOpenLoopback(settings)) return undefined;
      if (held && held.until > clock.now().getTime()) return held.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget() {
      held = undefined;
    },
  };
}
