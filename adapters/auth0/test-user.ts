import { z } from "zod";
import type { TestUser } from "../../src/core/tenant.ts";
import type { Api } from "./api.ts";
import { readList, readShortList } from "./lists.ts";
import { parts } from "./scopes.ts";

const wanted = parts.testUser;

const user = z.object({
  user_id: z.string().min(1),
  identities: z
    .array(z.object({ connection: z.string().catch("") }).catch({ connection: "" }))
    .catch([])
    .transform((all) => all.map(({ connection }) => connection)),
});
type User = z.infer<typeof user>;

const role = z.object({ name: z.string().min(1) }).transform(({ name }) => name);
const permission = z
  .object({ permission_name: z.string().min(1) })
  .transform(({ permission_name }) => permission_name);

/** The synthetic login's user, and what it may do; null where there is none. @throws TenantError */
export async function readTestUser(
  api: Api,
  login: { readonly username: string; readonly connection?: string | undefined },
): Promise<TestUser | null> {
  const found = (await candidates(api, login.username)).filter(
    ({ identities }) => login.connection === undefined || identities.includes(login.connection),
  );
  const [first] = found;
  if (!first) return null;
  const path = `users/${encodeURIComponent(first.user_id)}`;
  const roles = await readList(api, { path: `${path}/roles`, under: "roles", wanted, item: role });
  const permissions = await readList(api, {
    path: `${path}/permissions`,
    under: "permissions",
    wanted,
    item: permission,
  });
  return { id: first.user_id, roles: unique(roles), permissions: unique(permissions) };
}

/** E-mail addresses are kept in small letters. */
async function candidates(api: Api, username: string): Promise<readonly User[]> {
  const fields = { fields: "user_id,identities", include_fields: "true" };
  if (username.includes("@")) {
    const query = { email: username.toLowerCase(), ...fields };
    return readShortList(api, {
      path: "users-by-email",
      query,
      under: "users",
      wanted,
      item: user,
    });
  }
  const q = `username:"${username.replace(/["\\]/g, "\\$&")}"`;
  const query = { q, search_engine: "v3", ...fields };
  return readShortList(api, { path: "users", query, under: "users", wanted, item: user });
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];
