import { mint } from "../../test/fakes/teams/keys.ts";
import type { Activity, Delivered } from "../../test/fakes/teams/sending.ts";
import type { FakeTeams } from "../../test/fakes/teams/teams.ts";
import type { VoiceOptions } from "./voice.ts";

const patienceMs = 15_000;
/** A token is good for an hour; a new one is made well before. */
const tokenMs = 20 * 60_000;

export type Deliver = (activity: Activity) => Promise<{ delivered: Delivered; ms: number }>;

/** As the audit trail names what an activity says. */
export const identityOf = ({ id, conversation }: Activity): string =>
  `${(conversation as { id: string }).id}/${String(id)}`;

export function isTaken({ status, body }: Delivered): boolean {
  const { statusCode = 200 } = (body ?? {}) as { statusCode?: number };
  return status === 200 && statusCode === 200;
}

/** As Teams does, all goes with one token as long as that is good. */
export function createDeliver(teams: FakeTeams, { world }: Pick<VoiceOptions, "world">): Deliver {
  let [authorization, madeAt] = ["", Number.NEGATIVE_INFINITY];

  function token(): string {
    const now = world.now().getTime();
    if (now - madeAt > tokenMs) {
      const { appId } = teams.registration;
      authorization = mint("good", { audience: appId, serviceUrl: teams.serviceUrl, now }) ?? "";
      madeAt = now;
    }
    return authorization;
  }

  return async (activity) => {
    const began = performance.now();
    const delivered = await fetch(teams.settings.deliverTo ?? "", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: token() },
      body: JSON.stringify({ ...activity, timestamp: world.now().toISOString() }),
      signal: AbortSignal.timeout(patienceMs),
    }).then(
      async (response) => ({ status: response.status, body: parsed(await response.text()) }),
      () => ({ status: 0, body: undefined }),
    );
    return { delivered, ms: performance.now() - began };
  };
}

function parsed(words: string): unknown {
  try {
    return JSON.parse(words) as unknown;
  } catch {
    return undefined;
  }
}
