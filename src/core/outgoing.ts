/** How the bot reaches the world, as the operator's network asks for it: through their proxy, and trusting their certificates. */
export interface Outgoing {
  readonly fetch: typeof fetch;
  /** For SDKs that open WebSockets with undici; undefined where the network asks for nothing. */
  readonly dispatcher?: object | undefined;
}

/** More than any answer holds that is asked for: a page of 100 log events with whole requests in them. */
const most = 10_000_000;

/** An answer that is not taken; what that means for whoever asked stands in way-out.ts, by the code. */
class NotTaken extends Error {
  override readonly name = "NotTaken";
  readonly code: "ANSWER_LEADS_ELSEWHERE" | "ANSWER_TOO_LONG";

  constructor(code: NotTaken["code"]) {
    super(code === "ANSWER_TOO_LONG" ? `more than ${most} bytes came` : "a redirect came");
    this.code = code;
  }
}

/**
 * As `fetch`, but whoever stands where the settings say can neither lead the bot elsewhere nor fill its memory, by a packed bomb
 * for example. An answer comes with all of its body, and the signal counts until then. A redirect is an error, or with
 * `redirect: "manual"` an answer.
 */
export const careful =
  (ask: typeof fetch): typeof fetch =>
  async (input, init) => {
    const response = await ask(input, { ...init, redirect: "manual" });
    const { status, statusText, headers } = response;
    if (leads(status) && init?.redirect !== "manual") {
      await response.body?.cancel();
      throw new NotTaken("ANSWER_LEADS_ELSEWHERE");
    }
    const bytes = await bytesOf(response);
    return new Response(bare.has(status) ? null : bytes, {
      status,
      statusText,
      // They may be of undici's own kind.
      headers: [...headers] as [string, string][],
    });
  };

const leads = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

/** No body may be given with these. */
const bare: ReadonlySet<number> = new Set([204, 205, 304]);

async function bytesOf({ body }: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new NotTaken("ANSWER_TOO_LONG");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Straight, as Node.js does it by itself. */
export const straight: Outgoing = { fetch: careful((input, init) => fetch(input, init)) };
