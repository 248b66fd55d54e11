import { describeTenant } from "../contracts/tenant.ts";
import { logRecords } from "../fakes/auth0/records.ts";
import { openAuth0Bench } from "./auth0-bench.ts";

describeTenant("Auth0's Management API", () => openAuth0Bench({}, logRecords(1200)));
