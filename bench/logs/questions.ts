import type { LogPlace } from "../../src/core/archive.ts";
import { DAY } from "../../src/core/clock.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { days, type LinesFile } from "./lines.ts";
import type { MadeEvent } from "./maker.ts";

/** What is asked of a log, in a form that every design can answer. */
export type Question =
  | { readonly kind: "find"; readonly query: LogQuery; readonly limit: number }
  /** The page of a broad answer that begins after so many events. */
  | {
      readonly kind: "page";
      readonly query: LogQuery;
      readonly limit: number;
      readonly skip: number;
    }
  | { readonly kind: "counts"; readonly from: Date; readonly to: Date };

export interface Asked {
  readonly name: string;
  /** The same question about different things. */
  readonly variants: readonly Question[];
  /** Whether all designs mean the same by it, so that their answers can be compared. */
  readonly exact: boolean;
}

/** What a design answers: ids of events, or counts by type and hour. */
export type Answered = readonly string[] | ReadonlyMap<string, number>;

/** A design that is asked. Undefined where it cannot answer at all. */
export type Answer = (question: Question, place?: LogPlace) => Promise<Answered | undefined>;

const limit = 20;
const failures = ["f", "fp", "fu", "fsa", "feacft", "fertft", "feccft", "fapi", "fcoa", "fs"];
const phrases = [
  "country not allowed",
  "token reuse detected",
  "invalid code",
  "mailbox unavailable",
  "assertion signature",
  "code verifier",
  "development keys",
  "leaked password",
  "callback url mismatch",
  "login required",
];
const rare = ["resource_cleanup", "gd_otp_rate_limit_exceed", "limit_mu"];
const broad = ["s", "seacft", "sertft"];

/** The questions by which the archive is judged, each about as many things as it is asked times. */
export function questionsAbout({ end, samples }: LinesFile): readonly Asked[] {
  const since = new Date(end.getTime() - days * DAY);
  const find = (terms: LogQuery["terms"]): Question => ({
    kind: "find",
    query: { since, terms },
    limit,
  });
  const about = (field: "user" | "ip", value: string) => find([{ field, values: [value] }]);
  const weeks = Array.from(
    { length: 12 },
    (_, nth) => new Date(end.getTime() - (nth + 1) * 7 * DAY),
  );
  return [
    {
      name: "one user, 90 days, newest 20",
      variants: distinct(samples, "user_name").map((name) => about("user", name)),
      exact: true,
    },
    {
      name: "counts by type and hour, 7 days",
      variants: weeks.map((from) => ({
        kind: "counts",
        from,
        to: new Date(from.getTime() + 7 * DAY),
      })),
      exact: true,
    },
    {
      name: "free text, newest 20",
      variants: phrases.map((words) => find([{ field: "text", values: [words] }])),
      exact: false,
    },
    {
      name: "one address, newest 20",
      variants: distinct(samples, "ip").map((ip) => about("ip", ip)),
      exact: true,
    },
    {
      name: "failures of one application, newest 20",
      variants: distinct(samples, "client_id").map((id) =>
        find([
          { field: "client", values: [id] },
          { field: "type", values: failures },
        ]),
      ),
      exact: true,
    },
    {
      name: "a rare type, newest 20",
      variants: rare.map((type) => find([{ field: "type", values: [type] }])),
      exact: true,
    },
    {
      name: "page 50 of a broad type",
      variants: broad.map((type) => ({
        kind: "page",
        query: { since, terms: [{ field: "type", values: [type] }] },
        limit,
        skip: 49 * limit,
      })),
      exact: true,
    },
  ];
}

/** What stands in that field of the samples, each once. */
function distinct(samples: readonly MadeEvent[], field: string): readonly string[] {
  const found = samples.map((event) => event[field]);
  return [...new Set(found)].filter((one): one is string => typeof one === "string" && one !== "");
}
