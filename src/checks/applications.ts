import type { Finding } from "../core/check.ts";
import type { Application } from "../core/tenant.ts";

/** Those that somebody can log in to. */
export const realApplications = (applications: readonly Application[]): readonly Application[] =>
  applications.filter((application) => !application.global);

/** Where one application's settings are. */
export const placeOf = ({ name }: Application, part: string): string =>
  `in the Auth0 Dashboard under Applications > ${name} > Settings > ${part}`;

/** A finding for each application that may use one of the grants. */
export function findGrants(
  applications: readonly Application[],
  wanted: { grants: readonly string[]; name: string; why: string },
): readonly Finding[] {
  return realApplications(applications)
    .filter(({ grantTypes }) => grantTypes.some((grant) => wanted.grants.includes(grant)))
    .map((application) => ({
      subject: application.name,
      problem: `may use the ${wanted.name} grant, ${wanted.why}`,
      fix: `Clear it ${placeOf(application, "Advanced Settings > Grant Types")}.`,
    }));
}
