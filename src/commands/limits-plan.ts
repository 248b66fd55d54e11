import type { TenantKnown } from "../core/command.ts";

/** What Auth0's pages say a plan may ask: of the Management API, and of the Authentication API. */
export function sayPlan({
  plan,
  environment,
}: Pick<TenantKnown, "plan" | "environment">): string | undefined {
  switch (plan) {
    case "free":
      return "The plan free allows 2 requests a second of the Management API, and 300 a minute of the Authentication API.";
    case "essentials":
    case "professional":
      return `The plan ${plan} has a limit for each endpoint of the Management API (reading logs 10 at once and 100 a minute, users 40 and 500, applications 5 and 100, connections 5 and 50), and allows 25 requests a second of the Authentication API.`;
    case "enterprise":
      return environment === "development"
        ? "The plan enterprise allows a tenant that is not for production 10 requests at once and 2 a second of the Management API, and 100 a second of the Authentication API."
        : "The plan enterprise allows 50 requests at once and 16 a second of the Management API, and 100 a second of the Authentication API.";
    default:
      return undefined;
  }
}
