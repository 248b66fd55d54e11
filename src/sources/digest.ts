import { z } from "zod";
import { DAY } from "../core/clock.ts";
import { digestSource } from "../core/digest.ts";
import { defineSource } from "../core/source.ts";

/** The weekly digest: nothing is read for it, but conversations follow it as they follow everything else. */
export const digest = defineSource({
  id: digestSource,
  title: "Weekly digest",
  summary: "How ready your tenants are, once a week: what to put right, what changed",
  labels: [],
  feedNamed: false,
  settings: z.strictObject({}).transform(() => ({ every: 7 * DAY })),
  targets: () => [],
  read: async () => [],
});
