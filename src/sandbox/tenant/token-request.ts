import type { Asked } from "./reply.ts";

/** The words of a request to `/oauth/token`, however they were sent. */
export type Words = Readonly<Partial<Record<string, string>>>;

/** Undefined where nothing can be read in it. */
export function wordsOf({ headers, body }: Asked): Words | undefined {
  const type = headers["content-type"] ?? "";
  const words = type.includes("json") ? fromJson(body) : fromForm(body);
  return words && { ...words, ...basicCredentials(headers.authorization) };
}

function fromJson(body: string): Words | undefined {
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read !== "object" || read === null) return undefined;
    return Object.fromEntries(Object.entries(read).filter(([, word]) => typeof word === "string"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const fromForm = (body: string): Words => Object.fromEntries(new URLSearchParams(body));

/** A client may name itself in the header instead. */
function basicCredentials(authorization = ""): Words {
  const encoded = /^basic (\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return {};
  const [client_id = "", client_secret = ""] = Buffer.from(encoded, "base64").toString().split(":");
  return { client_id, client_secret };
}
