import { z } from "zod";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import { Secret } from "../../src/core/secret.ts";
import { answerOf, NoAnswer, NoToken, type Transport } from "./transport.ts";

/** Before its end, by which a token is not used any more: a request takes as long at most. */
const leeway = 10 * SECOND;

export interface TokenOptions {
  readonly domain: string;
  readonly credentials: { readonly clientId: string; readonly clientSecret: Secret };
  readonly clock: Clock;
  /** Told what each token is good for, where Auth0 says so. */
  readonly onToken: (scopes: readonly string[] | undefined) => void;
}

/** The right to ask the Management API, kept until it nears its end. @throws NoAnswer and NoToken. */
export type Token = () => Promise<Secret>;

export function createToken(options: TokenOptions, transport: Transport): Token {
  const { clock } = options;
  let held: { readonly token: Secret; readonly until: number } | undefined;
  let asking: Promise<Secret> | undefined;

  async function ask(): Promise<Secret> {
    const { access_token, expires_in, scope } = await given(options, transport);
    options.onToken(scope?.split(" "));
    const token = new Secret(access_token);
    held = { token, until: clock.now().getTime() + expires_in * SECOND - leeway };
    return token;
  }

  return async () => {
    if (held && clock.now().getTime() < held.until) return held.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

const shape = z.object({
  access_token: z.string().min(1),
  expires_in: z.number(),
  scope: z.string().optional().catch(undefined),
});

async function given({ domain, credentials }: TokenOptions, transport: Transport) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret.reveal(),
    audience: `https://${domain}/api/v2/`,
  });
  const response = await transport(new URL(`https://${domain}/oauth/token`), {
    method: "POST",
    body,
  });
  const answer = await answerOf(response);
  if (!response.ok) throw new NoToken(answer);
  const { data } = shape.safeParse(answer.body);
  if (!data) throw new NoAnswer("gave something that is no token when asked for one");
  return data;
}
