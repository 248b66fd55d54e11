/** Log events in Auth0's shapes, newest first: nulls, empty words and missing fields as it gives them. */
export function logRecords(count: number, newest = new Date("2026-11-22T12:00:00.000Z")) {
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(newest.getTime() - index * 30_000);
    const stamp = at.toISOString().replace(/\D/g, "");
    const id = `900${stamp}${String(count - index).padStart(12, "0")}`;
    return {
      ...(index % 2 === 0 && { _id: id }),
      log_id: id,
      date: at.toISOString(),
      ...(index % 4 === 0 ? failedLogin : login),
      connection: "Username-Password-Authentication",
      client_id: `client${index % 3}`,
      client_name: ["Shop", 'Back "office" \\ (EU)', ""][index % 3],
      ip: `192.0.2.${index % 200}`,
      user_name: `user${index % 7}@example.com`,
      user_agent: "Firefox 125.0.0 / Linux 0.0.0",
      scope: [null, "openid profile", ["openid", "email"]][index % 3],
      isMobile: false,
      hostname: "acme.us.auth0.com",
    };
  });
}

const failedLogin = {
  type: "fp",
  description: "Wrong email or password.",
  connection_id: null,
  organization_id: "org_0000000000000001",
  organization_name: "acme",
  user_id: "",
  audience: null,
  details: { error: { message: "Wrong email or password." } },
};

const login = {
  type: "s",
  description: "",
  connection_id: "con_0000000000000001",
  organization_id: null,
  organization_name: "",
  user_id: "auth0|user1",
  audience: "https://api.example.com/",
  details: null,
};
