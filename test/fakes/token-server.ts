import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** What the fake knows of its tenant. */
export const testUser = {
  username: "synthetic@example.com",
  password: "correct horse",
  clientId: "synthetic-client",
  clientSecret: "client-secret-1",
  connection: "Username-Password-Authentication",
  audience: "https://api.example.com/",
  domain: "acme.us.auth0.com",
} as const;

type Handler = (request: Received, response: ServerResponse) => void | Promise<void>;

/** A request as it came, its form read. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
}

/** What the next tokens say other than they should. */
export interface Tampering {
  claims?: JWTPayload;
  /** An algorithm with a shared secret, or a key that the tenant does not have. */
  signing?: "HS256" | "stranger" | "rolled" | "none";
  /** Leaves the ID token out. */
  withoutIdToken?: true;
  /** Of the access token where none is asked for: it is signed then, and else opaque. */
  usualAudience?: string;
}

/** A token endpoint with its keys on loopback, which speaks as Auth0 does. */
export interface TokenServer {
  readonly origin: string;
  readonly received: Received[];
  /** Connections made so far. */
  connections(): number;
  /** Answers the token requests to come; undefined: as Auth0 would. */
  token: Handler | undefined;
  /** Answers the requests for keys to come; undefined: as Auth0 would. */
  keys: Handler | undefined;
  tampering: Tampering;
  /** Puts another key in the place of the one that signs. */
  rollKey(): Promise<void>;
  close(): Promise<void>;
}

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), "utf8");

/** Trusted by nobody, unless told to. */
export const certificate = fixture("test-only-certificate.pem");

export const json = (status: number, body: object, headers: Record<string, string> = {}): Handler =>
  plain(status, JSON.stringify(body), { "content-type": "application/json", ...headers });

export function plain(
  status: number,
  body: string,
  headers: Record<string, string> = { "content-type": "text/plain" },
): Handler {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

/** An answer as Auth0's errors are. */
export const refusal = (status: number, error: string, headers: Record<string, string> = {}) =>
  json(status, { error, error_description: `About ${testUser.username}: ${error}` }, headers);

export async function openTokenServer({
  tls = false,
  now = () => new Date(),
}: {
  tls?: boolean;
  now?: () => Date;
} = {}): Promise<TokenServer> {
  const sockets = new Set<Socket>();
  const signer = await createSigner(now);
  let connections = 0;
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    void receive(request).then((received) => {
      response.setHeader("date", now().toUTCString());
      fake.received.push(received);
      const keys = received.path === "/.well-known/jwks.json";
      const own = keys ? json(200, { keys: signer.published() }) : answerOf(fake, signer);
      return ((keys ? fake.keys : fake.token) ?? own)(received, response);
    });
  const server: Server = tls
    ? createSecureServer({ cert: certificate, key: fixture("test-only-key.pem") }, handle)
    : createServer(handle);
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const fake: TokenServer = {
    origin: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    received: [],
    connections: () => connections,
    token: undefined,
    keys: undefined,
    tampering: {},
    rollKey: () => signer.roll(),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
  return fake;
}

async function receive(request: IncomingMessage): Promise<Received> {
  let body = "";
  for await (const part of request) body += String(part);
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    form: Object.fromEntries(new URLSearchParams(body)),
    headers: request.headers,
  };
}

type Signer = Awaited<ReturnType<typeof createSigner>>;

async function createKey() {
  made += 1;
  const kid = `key-${made}`;
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" },
  };
}

let made = 0;
/** Keys take long to make: the first two are the same for all servers. */
const ready = Promise.all([createKey(), createKey()]);

/** Of the key that a server signs with at first. */
export const firstKid = "key-1";

async function createSigner(now: () => Date) {
  const [first, stranger] = await ready;
  let current = first;
  return {
    published: () => [current.jwk],
    async roll() {
      current = await createKey();
    },
    async sign(claims: JWTPayload, signing: Tampering["signing"]): Promise<string> {
      const iat = Math.floor(now().getTime() / 1000);
      const token = new SignJWT({ iat, exp: iat + 86_400, ...claims });
      if (signing === "HS256") {
        const secret = new TextEncoder().encode(testUser.clientSecret.padEnd(32, "x"));
        return token.setProtectedHeader({ alg: "HS256" }).sign(secret);
      }
      const key = signing === "stranger" ? stranger : current;
      // A token that claims to be signed by a key that it is not signed by.
      const kid = signing === "rolled" ? current.kid : key.kid;
      const by = signing === "rolled" ? stranger.privateKey : key.privateKey;
      return token.setProtectedHeader({ alg: "RS256", kid }).sign(by);
    },
  };
}

/** What Auth0 answers to a login by password: the first thing wrong decides. */
function answerOf(fake: TokenServer, signer: Signer): Handler {
  return async (received, response) => {
    const { form } = received;
    const error = refused(form);
    if (error) return error(received, response);
    const iss = `https://${testUser.domain}/`;
    const { claims = {}, signing, withoutIdToken, usualAudience } = fake.tampering;
    const sub = "auth0|synthetic";
    const id = await signer.sign({ iss, sub, aud: testUser.clientId, ...claims }, signing);
    const audience = form.audience ?? usualAudience;
    const access = audience
      ? await signer.sign({ iss, sub, aud: [audience, `${iss}userinfo`], ...claims }, signing)
      : "opaque-access-token";
    const body = {
      access_token: signing === "none" ? "opaque" : access,
      ...(withoutIdToken ? {} : { id_token: id }),
      token_type: "Bearer",
      expires_in: 86_400,
    };
    return json(200, body)(received, response);
  };
}

function refused(form: Received["form"]): Handler | undefined {
  const realm = form.grant_type === "http://auth0.com/oauth/grant-type/password-realm";
  if (form.grant_type !== "password" && !realm) return refusal(400, "unsupported_grant_type");
  if (form.client_id !== testUser.clientId || form.client_secret !== testUser.clientSecret) {
    return refusal(401, "invalid_client");
  }
  if (realm && form.realm !== testUser.connection) return refusal(400, "invalid_request");
  const right = form.username === testUser.username && form.password === testUser.password;
  return right ? undefined : refusal(403, "invalid_grant");
}
