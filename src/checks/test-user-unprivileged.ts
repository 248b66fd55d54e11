import { defineCheck } from "../core/check.ts";
import { sayList } from "../core/say.ts";

/** Never its name: that is somebody's address. */
const subject = "The synthetic login's user";
const mostShown = 5;

export const testUserUnprivileged = defineCheck({
  id: "test-user-unprivileged",
  title: "The synthetic login's user has no privileges",
  severity: "must",
  reads: ["testUser"],
  evaluate({ testUser }) {
    if (!testUser) {
      const unknown = "The tenant has no user of the name that the settings give.";
      const fix = "Compare syntheticLogin.username in watchpost.yaml with User Management > Users.";
      return [{ subject, unknown, fix }];
    }
    return [...held("roles", testUser.roles), ...held("permissions", testUser.permissions)];
  },
});

function held(what: "roles" | "permissions", names: readonly string[]) {
  if (names.length === 0) return [];
  const more = names.length - mostShown;
  const shown = more > 0 ? [...names.slice(0, mostShown), `${more} more`] : names;
  const fix = `Take them from it in Auth0 under User Management > Users: its password is in Watchpost's settings.`;
  return [{ subject, problem: `has the ${what} ${sayList(shown)}`, fix }];
}
