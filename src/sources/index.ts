import type { Source } from "../core/source.ts";
import { advisories } from "./advisories.ts";
import { changelog } from "./changelog.ts";
import { digest } from "./digest.ts";
import { logins } from "./logins.ts";
import { rss } from "./rss.ts";
import { status } from "./status.ts";

/** Every source there is. To add one: a file beside this one, and a line here. */
export const sources: readonly Source[] = [status, changelog, advisories, logins, rss, digest];
