import { type CountedKind, type Doubt, defineCheck, type Finding } from "../core/check.ts";
import { logCauses, sayCause } from "../core/log-causes/index.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import { sayCount } from "../core/say.ts";
import { partial } from "./log-week-doubt.ts";

const subject = "The tenant's mail";
/** Fewer of one cause are mishaps. */
const fewest = 5;

export const mailDelivered = defineCheck({
  id: "mail-delivered",
  title: "Mails that Auth0 sends go out",
  severity: "should",
  reads: ["logWeek"],
  evaluate({ logWeek }): (Finding | Doubt)[] {
    // An address that takes no mail is its owner's mistake.
    const ours = logWeek.mails.filter(({ cause }) => logCauses.get(cause)?.move !== "user");
    const failing = byCause(ours).filter(({ count }) => count >= fewest);
    if (failing.length > 0) return failing.map(say);
    return logWeek.whole ? [] : [partial(subject, logWeek)];
  },
});

function byCause(kinds: readonly CountedKind[]): readonly CountedKind[] {
  const sums = new Map<string, CountedKind>();
  for (const kind of kinds) {
    const known = sums.get(kind.cause);
    sums.set(kind.cause, { ...(known ?? kind), count: (known?.count ?? 0) + kind.count });
  }
  return [...sums.values()];
}

function say({ cause, type, count }: CountedKind): Finding {
  const advice = logCauses.get(cause)?.advice ?? logTypeOf(type)?.advice;
  return {
    subject,
    problem: `did not go out ${sayCount(count, "time")} in the last week: ${sayCause(cause) || "no reason given"}`,
    fix: advice ?? 'Say "errors type:mail since:7d" to see more.',
  };
}
