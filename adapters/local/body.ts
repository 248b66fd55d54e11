import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { isZone } from "../../src/core/args.ts";
import { HttpProblem } from "./http-problem.ts";
import { isConversation, isName, nameRule } from "./names.ts";

const mostBytes = 16 * 1024;

const words = (what: string) => z.string(`${what} is missing, or not text`);

/** A person's name, given in this field. */
export const personIn = (field: string) =>
  words(`"${field}"`).refine(isName, `"${field}" ${nameRule}`);
export const conversation = words('"conversation"').refine(
  isConversation,
  `"conversation" ${nameRule}, or "@" and a person's name`,
);

const saidLine = z.object({
  conversation,
  person: personIn("person"),
  line: words('"line"')
    .trim()
    .min(1, '"line" is empty; say "help" for what can be said')
    .max(4000, '"line" is longer than 4000 characters'),
  /** The sender's own mark: the same line sent again with it is taken once. */
  id: z
    .string()
    .regex(/^[\w-]{8,64}$/, '"id" has 8 to 64 letters, digits, "_" and "-"')
    .optional(),
  thread: z
    .string()
    .regex(/^\d{1,15}$/, '"thread" is the id of a message')
    .optional(),
  zone: z.string().refine(isZone, '"zone" is a time zone like "Europe/Berlin"').optional(),
});
export type SaidLine = z.infer<typeof saidLine>;

/** @throws HttpProblem that says what is wrong with it. */
export async function readLine(request: IncomingMessage): Promise<SaidLine> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new HttpProblem(415, "A line is sent as JSON, with the content type application/json.");
  }
  return checked(saidLine, parse(await readBody(request)));
}

/** @throws HttpProblem naming every field that is wrong. */
export function checked<Value>(schema: z.ZodType<Value>, given: unknown): Value {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ message }) => message);
  throw new HttpProblem(400, `${problems.join("; ")}.`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    // What is too much is read all the same, and dropped: a sender who is cut off never sees why.
    if (size <= mostBytes) chunks.push(chunk as Buffer);
    else if (size > 64 * mostBytes) break;
  }
  if (size > mostBytes) {
    throw new HttpProblem(413, `A line's JSON has at most ${mostBytes} bytes.`, {
      connection: "close",
    });
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HttpProblem(
      400,
      'This is not JSON. Send {"conversation": "ops", "person": "ada", "line": "help"}.',
    );
  }
}
