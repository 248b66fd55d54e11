import { pretendTenant } from "../credentials.ts";

/** An application of the pretend tenant. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly type: "spa" | "native" | "regular_web" | "non_interactive";
  readonly grants: readonly string[];
  readonly callbacks: readonly string[];
  /** Of those that can keep one. */
  readonly secret?: string;
  /** Whose people log in to it, where it is for one organization's. */
  readonly organization?: typeof organization;
}

export const organization = {
  id: "org_Pretend000000001",
  name: "pretend-staff",
  display_name: "Pretend shop's staff",
} as const;

export const realmGrant = "http://auth0.com/oauth/grant-type/password-realm";

export const syntheticApp: App = {
  id: pretendTenant.syntheticLogin.clientId,
  name: "Pretend synthetic login",
  type: "regular_web",
  grants: ["password", realmGrant],
  callbacks: [],
  secret: pretendTenant.syntheticLogin.clientSecret,
};

export const managementApp: App = {
  id: pretendTenant.management.clientId,
  name: "Pretend Watchpost",
  type: "non_interactive",
  grants: ["client_credentials"],
  callbacks: [],
  secret: pretendTenant.management.clientSecret,
};

export const shopApp: App = {
  id: "PretendShopInBrowsers00000000001",
  name: "Pretend shop",
  type: "spa",
  grants: ["authorization_code", "refresh_token"],
  // The second one was forgotten there by a developer: something for `readiness` to find.
  callbacks: ["https://shop.example.com/callback", "http://localhost:3000/callback"],
};

export const phoneApp: App = {
  id: "PretendShopOnPhones0000000000001",
  name: "Pretend shop for phones",
  type: "native",
  grants: ["authorization_code", "refresh_token"],
  callbacks: ["https://shop.example.com/phone/callback"],
};

export const officeApp: App = {
  id: "PretendBackOffice000000000000001",
  name: "Pretend back office",
  type: "regular_web",
  grants: ["authorization_code", "refresh_token"],
  callbacks: ["https://office.example.com/callback"],
  secret: "pretend-office-secret",
  organization,
};

export const orderApp: App = {
  id: "PretendOrderWorker00000000000001",
  name: "Pretend order worker",
  type: "non_interactive",
  grants: ["client_credentials"],
  callbacks: [],
  secret: "pretend-order-secret",
};

/** Seen in the logs alone: whoever deploys has an application that nobody logs in to. */
export const deployApp: App = {
  id: "PretendDeployJob0000000000000001",
  name: "Pretend deploy job",
  type: "non_interactive",
  grants: ["client_credentials"],
  callbacks: [],
  secret: "pretend-deploy-secret",
};

export const apps: readonly App[] = [
  managementApp,
  syntheticApp,
  shopApp,
  phoneApp,
  officeApp,
  orderApp,
];
