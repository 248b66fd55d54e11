import { z } from "zod";
import { MINUTE } from "../core/clock.ts";
import { defineSource } from "../core/source.ts";

/** The synthetic logins: nothing is read for them, but conversations follow them as they follow everything else. */
export const logins = defineSource({
  id: "logins",
  title: "Synthetic logins",
  summary: "When the test user of a tenant cannot log in, and when it can again",
  labels: [],
  feedNamed: false,
  // How often a tenant's test user logs in is the tenant's own setting.
  settings: z.strictObject({}).transform(() => ({ every: MINUTE })),
  targets: () => [],
  read: async () => [],
});
