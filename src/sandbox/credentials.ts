/**
 * What the settings must hold to reach the pretend tenant, beside its address as `origin`.
 * All of it is made up, and none of it opens anything else.
 */
export const pretendTenant = {
  domain: "pretend.us.auth0.com",
  management: {
    clientId: "PretendWatchpostManagement000001",
    clientSecret: "pretend-management-secret",
  },
  logStream: { token: "pretend-log-stream-token" },
  syntheticLogin: {
    clientId: "PretendSyntheticLogin00000000001",
    clientSecret: "pretend-login-secret",
    username: "synthetic.login@example.com",
    password: "pretend-password",
    connection: "Username-Password-Authentication",
    audience: "https://api.pretend-shop.example.com",
  },
} as const;

/** Users whose logins end in a story; each has the synthetic user's password. */
export const pretendLogins = {
  needsFactor: "needs.factor@example.com",
  blocked: "blocked@example.com",
  leakedPassword: "leaked.password@example.com",
  deniedByAction: "denied.by.action@example.com",
} as const;
