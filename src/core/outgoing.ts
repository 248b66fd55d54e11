/** How the bot reaches the world, as the operator's network asks for it: through their proxy, and trusting their certificates. */
export interface Outgoing {
  readonly fetch: typeof fetch;
  /** For SDKs that open WebSockets with undici; undefined where the network asks for nothing. */
  readonly dispatcher?: object | undefined;
}

/** Straight, as Node.js does it by itself. */
export const straight: Outgoing = { fetch: (input, init) => fetch(input, init) };
