import { type Doubt, defineCheck, type Evidence, type Finding } from "../core/check.ts";
import { DAY, HOUR } from "../core/clock.ts";
import { sayAge } from "../core/duration.ts";

const subject = "The synthetic login";
type Standing = NonNullable<Evidence["syntheticLogin"]>;

export const syntheticLoginPassing = defineCheck({
  id: "synthetic-login-passing",
  title: "The test user gets in",
  severity: "must",
  reads: ["syntheticLogin"],
  evaluate({ syntheticLogin: standing }, at) {
    if (!standing) {
      const fix = "Add syntheticLogin to this tenant in watchpost.yaml.";
      return [{ subject, unknown: "None is set up, so nobody tries to log in.", fix }];
    }
    return judge(standing, at);
  },
});

function judge(standing: Standing, at: Date): (Finding | Doubt)[] {
  const last = standing.runs[0];
  if (standing.stopped !== undefined) {
    const fix = last?.fix || 'Put that right, then say "login".';
    return [{ subject, problem: `has stopped: ${bare(standing.stopped)}`, fix }];
  }
  if (!last) {
    const fix = 'Say "login" to run it now.';
    return [{ subject, unknown: "It has not run yet.", fix }];
  }
  if (at.getTime() - last.at.getTime() > freshFor(standing)) {
    const unknown = `It last ran ${sayAge(last.at, at)}, which says nothing of now.`;
    return [
      { subject, unknown, fix: 'Say "login" to run it now, and "doctor" to see what is wrong.' },
    ];
  }
  if (last.ok) return [];
  const fix = last.fix || 'Say "login" to try again.';
  return [{ subject, problem: `failed ${sayAge(last.at, at)}: ${bare(last.words)}`, fix }];
}

/** How long a run speaks for: some of its turns, or until the next weekly look where it has none. */
const freshFor = ({ every }: Standing) =>
  every === undefined ? 7 * DAY : Math.max(10 * every, HOUR);

const bare = (sentence: string) => sentence.replace(/\.$/, "");
