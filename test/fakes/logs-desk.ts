import type { Archive } from "../../src/core/archive.ts";
import { createLogsDesk } from "../../src/logs/desk.ts";
import { noon } from "./subjects.ts";
import { fakeTenant } from "./tenant.ts";

/** A desk over an archive, at noon; Auth0 has nothing to add. */
export const deskOver = (archive: Archive) =>
  createLogsDesk({
    archive,
    tenant: (name) => fakeTenant({ name }).tenant,
    clock: { now: () => noon },
  });
