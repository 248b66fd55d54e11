import { allows } from "../core/access.ts";
import type { CommandContext } from "../core/command.ts";
import { sayCount } from "../core/say.ts";
import type { Finding } from "./doctor-finding.ts";

/**
 * What in `access` gives nobody anything. Only operators are told which, and nobody before everybody. `said`: what platforms said themselves, which is
 * not said twice.
 */
export async function accessFindings(
  { roles, role, audience }: CommandContext,
  said: readonly Finding[],
): Promise<readonly Finding[]> {
  const { findings } = await roles.look();
  const known = said.map(({ detail }) => (typeof detail === "string" ? detail : ""));
  const news = findings.filter(({ address }) => !known.some((words) => words.includes(address)));
  if (news.length === 0) return [];
  if (audience === "all" || !allows(role, "operator")) {
    const detail = `${sayCount(news.length, "address does", "addresses do")} not do what it seems to`;
    return [
      {
        tone: "warning",
        subject: "access",
        detail,
        fix: "An operator sees which by saying access.",
      },
    ];
  }
  return news.map(({ address, problem, fix }) => ({
    tone: "warning",
    subject: "access",
    detail: `${address} ${problem}`,
    fix,
  }));
}
