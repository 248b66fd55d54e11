import type { Doubt, Finding } from "../core/check.ts";
import type { Application } from "../core/tenant.ts";

/** Those that somebody can log in to. */
export const realApplications = (applications: readonly Application[]): readonly Application[] =>
  applications.filter((application) => !application.global);

/** Where one application's settings are. */
export const placeOf = ({ name }: Application, part: string): string =>
  `in Auth0 under Applications > ${name} > Settings > ${part}`;

/** A finding for each application that may use one of the grants, a doubt for each that does not tell. */
export function findGrants(
  applications: readonly Application[],
  wanted: { grants: readonly string[]; name: string; why: string },
): readonly (Finding | Doubt)[] {
  return realApplications(applications).flatMap((application): readonly (Finding | Doubt)[] => {
    const { name: subject, grantTypes } = application;
    if (grantTypes === undefined) {
      const unknown = "Auth0 does not tell which grants it may use.";
      return [{ subject, unknown, fix: "See Advanced Settings > Grant Types in its settings." }];
    }
    if (!grantTypes.some((grant) => wanted.grants.includes(grant))) return [];
    const problem = `may use the ${wanted.name} grant, ${wanted.why}`;
    const place = placeOf(application, "Advanced Settings > Grant Types");
    return [{ subject, problem, fix: `Clear it ${place}.` }];
  });
}
