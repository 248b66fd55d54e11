import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { LogTerm } from "../../src/core/log-query.ts";
import type { Answered, Question } from "./questions.ts";

const run = promisify(execFile);

/** `grep` over the JSON lines, the newest last: what somebody does who has only the files. It cannot count by hour. */
export const answersOfGrep =
  (file: string) =>
  async (question: Question): Promise<Answered | undefined> => {
    if (question.kind === "counts") return undefined;
    const { query, limit } = question;
    const skip = question.kind === "page" ? question.skip : 0;
    const [first, ...others] = query.terms.map(patternOf);
    // Slower by far; names and codes stand there as they are.
    const anyCase = query.terms.some(({ field }) => field === "text") ? "-i" : "";
    const pipes = others.map((pattern) => ` | grep -E -- ${quoted(pattern)}`).join("");
    const command = `grep -E ${anyCase} -- ${quoted(first ?? "")} ${quoted(file)}${pipes} | tail -n ${limit + skip} | head -n ${limit}`;
    const options = { env: { ...process.env, LC_ALL: "C" }, maxBuffer: 64_000_000 };
    const { stdout } = await run("sh", ["-c", command], options);
    return [...stdout.matchAll(/"log_id":"([^"]+)"/g)].map(([, id]) => id ?? "").reverse();
  };

const names: Readonly<Record<string, string>> = {
  user: "user_name",
  client: "client_id",
  text: "description",
};

function patternOf({ field, values }: LogTerm): string {
  const value = values.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const inside = field === "text" ? `[^"]*(${value})` : `(${value})"`;
  return `"${names[field] ?? field}":"${inside}`;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
