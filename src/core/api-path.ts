/** Every word of Auth0's own addresses; whatever else stands in a path is somebody's id, name or address. */
const words = new Set(
  `api v2 .well-known actions active-users anomaly applications associate attack-protection authenticate
  authentication-methods authenticators authorize bc-authorize bindings blacklists blocks bot-detection branding
  breached-password-detection brute-force-protection bulk callback captcha change_password challenge client-grants clients
  co code connections credentials custom custom-domains custom-text daily dbconnections delegation deploy deployments
  device device-credentials device_code discovery-domains email email-templates email-verification emails
  enabled-connections enabled_connections encryption enrollments event-streams exchange executions exports factors
  federated-connections-tokensets flows forms generate grants groups guardian hooks identifier identities idp-initiated
  imports invitations ips jobs jwks.json keys linked log-streams login login_ticket logs logout members mfa multifactor
  network-acls oauth oidc openid-configuration organizations otp p par partials password password-change passwordless
  permissions phone policies post-login pre-login prompts provider push-notification recovery-code-regeneration
  refresh-tokens register rendering reset resource-servers resume revoke revoke-access risk-assessments ro roles rotate
  rules rules-configs samlp samlp-callback scim scim-configuration secrets self-service-profiles selected-provider sessions
  settings signing signup sms sso-ticket start stats status suspicious-ip-throttling synchronizations templates tenants test
  themes tickets token token-exchange-profiles tokens triggers u universal user-attribute-profiles user-blocks userinfo
  users users-by-email users-exports users-imports v1 vault verifiable-credentials verification-email verify versions wsfed`.split(
    /\s+/u,
  ),
);

/**
 * An address of Auth0's without what differs from one request to the next, and without anything personal:
 * `/api/v2/users/auth0|123/roles?page=2` is `/api/v2/users/{id}/roles`. Undefined for what is no path.
 */
export function foldPath(written: string): string | undefined {
  const [path = ""] = written
    .trim()
    .replace(/^https?:\/\/[^/]*/iu, "")
    .split(/[?#]/u);
  if (!path.startsWith("/")) return undefined;
  const parts = path
    .split("/")
    .slice(1, 10)
    .filter((part) => part !== "");
  return `/${parts.map((part) => (words.has(part.toLowerCase()) ? part.toLowerCase() : "{id}")).join("/")}`;
}
