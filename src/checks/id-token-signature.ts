import { type Doubt, defineCheck, type Finding } from "../core/check.ts";
import type { Application } from "../core/tenant.ts";
import { placeOf, realApplications } from "./applications.ts";

/** Signed with a key that only Auth0 has. */
const asymmetric = ["RS256", "RS512", "PS256"];

export const idTokenSignature = defineCheck({
  id: "id-token-signature",
  title: "ID tokens are signed with RS256, not with a shared secret",
  severity: "should",
  reads: ["applications"],
  evaluate: ({ applications }) =>
    realApplications(applications)
      .filter((application) => !isMachine(application))
      .flatMap(judge),
});

/** Without users there are no ID tokens, whatever would sign them. */
const isMachine = ({ grantTypes = [] }: Application) =>
  grantTypes.length > 0 && grantTypes.every((grant) => grant === "client_credentials");

function judge(application: Application): (Finding | Doubt)[] {
  const { name: subject, signingAlgorithm: algorithm } = application;
  const place = placeOf(application, "Advanced Settings > OAuth");
  if (algorithm === undefined) {
    // Auth0 has used HS256 where none was set, but an answer that leaves it out tells neither.
    const fix =
      "See it in Auth0 under the application's Settings > Advanced Settings > OAuth, and set RS256.";
    return [{ subject, unknown: "Auth0 does not tell how its ID tokens are signed.", fix }];
  }
  if (asymmetric.includes(algorithm)) return [];
  if (algorithm.startsWith("HS")) {
    const problem = `has its ID tokens signed with ${algorithm}: whoever can check one can forge one`;
    return [{ subject, problem, fix: `Set RS256 ${place}, once the application can verify it.` }];
  }
  const unknown = `Watchpost does not know the signature ${algorithm}.`;
  return [{ subject, unknown, fix: `See it ${place}.` }];
}
