import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCertificate } from "../fakes/certificate.ts";

const id = "0a1b2c3d-1111-4222-8333-444455556666";

/** A value that nothing else could hold. */
let count = 0;
const word = (name: string) => {
  count += 1;
  return `Planted-${name}-${count}-${Math.random().toString(36).slice(2)}`;
};

/** Settings in which every secret there is has a value that can be looked for, each given in one of the three ways. */
export function plantSecrets(folder: string, more: { readonly nowhere?: string } = {}) {
  const { nowhere = "http://127.0.0.1:9" } = more;
  const environment: Record<string, string> = {};
  const planted = new Map<string, string>();
  mkdirSync(folder, { recursive: true });

  const noted = (path: string, value: string) => {
    planted.set(path, value);
    return value;
  };
  const inline = (path: string) => noted(path, word(path.split(".").at(-1) ?? ""));
  function variable(path: string, value = word(path.split(".").at(-1) ?? "")): string {
    const name = path.toUpperCase().replace(/\W+/gu, "_");
    environment[name] = noted(path, value);
    return `\${${name}}`;
  }
  function file(path: string, value = word(path.split(".").at(-1) ?? "")): string {
    const name = path.toUpperCase().replace(/\W+/gu, "_");
    const at = join(folder, name);
    writeFileSync(at, `${noted(path, value)}\n`, { mode: 0o600 });
    environment[`${name}_FILE`] = at;
    return `\${${name}}`;
  }

  const pair = makeCertificate();
  const teams = { appId: id, tenantId: id, endpoints: endpointsAt(nowhere) };
  const whole = {
    tenants: [
      {
        name: "prod",
        domain: "acme.us.auth0.com",
        origin: nowhere,
        statusUrl: variable("tenants[].statusUrl", `${nowhere}/feed?token=${word("status")}`),
        management: {
          clientId: "client",
          clientSecret: inline("tenants[].management.clientSecret"),
        },
        logStream: { token: [file("tenants[].logStream.token")] },
        logs: { hashed: variable("tenants[].logs.hashed") },
        syntheticLogin: {
          clientId: "login",
          clientSecret: variable("tenants[].syntheticLogin.clientSecret"),
          username: "synthetic@example.com",
          password: file("tenants[].syntheticLogin.password"),
        },
      },
    ],
    sources: { advisories: { okta: false }, changelog: { url: `${nowhere}/changelog` } },
    store: { sqlite: join(folder, "watchpost.db") },
    http: { host: "127.0.0.1", port: 0 },
    outgoing: {
      proxy: variable("outgoing.proxy", `http://watchpost:${word("proxy")}@127.0.0.1:9`),
    },
    slack: {
      botToken: file("slack.botToken"),
      signingSecret: variable("slack.signingSecret"),
      appToken: inline("slack.appToken"),
      apiUrl: `${nowhere}/api/`,
    },
    teams: { ...teams, appPassword: variable("teams.appPassword") },
    local: { enabled: true, port: 0 },
    metrics: { host: "127.0.0.1", port: 0 },
    access: { admins: ["local:user:ada"] },
  };
  const certificate = {
    local: { enabled: true },
    teams: {
      ...teams,
      certificate: file("teams.certificate", pair.certificate.trim()),
      privateKey: variable("teams.privateKey", pair.privateKey),
    },
  };
  const identity = {
    local: { enabled: true },
    teams: {
      ...teams,
      managedIdentity: {
        endpoint: `${nowhere}/identity`,
        header: variable("teams.managedIdentity.header"),
      },
    },
  };
  const files = [whole, certificate, identity].map((settings, index) => {
    const at = join(folder, `settings-${index}.yaml`);
    // JSON is YAML.
    writeFileSync(at, JSON.stringify(settings), { mode: 0o600 });
    return at;
  });
  return { planted, environment, files };
}

const endpointsAt = (url: string) => ({
  openIdMetadata: `${url}/openid`,
  issuer: "https://api.botframework.com",
  login: `${url}/login`,
  scope: "https://api.botframework.com/.default",
  graph: `${url}/graph`,
});
