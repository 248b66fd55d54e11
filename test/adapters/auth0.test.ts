import { describeTenant } from "../contracts/tenant.ts";
import { holds, testUserName } from "../fakes/auth0/parts.ts";
import { clientId, clientSecret, startFakeAuth0 } from "../fakes/auth0/server.ts";
import { openTenantBench } from "./auth0-bench.ts";

describeTenant("Auth0's Management API", async () => {
  const auth0 = await startFakeAuth0();
  return openTenantBench({
    origin: auth0.origin,
    domain: "acme.us.auth0.com",
    clientId,
    clientSecret,
    testUser: testUserName,
    connection: "Synthetic",
    holds,
    crowd: {},
    tokens: () => auth0.tokens,
    close: auth0.close,
  });
});
