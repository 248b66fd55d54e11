import type { Source } from "../core/source.ts";
import { changelog } from "./changelog.ts";
import { logins } from "./logins.ts";
import { rss } from "./rss.ts";
import { status } from "./status.ts";

/** Every source there is. To add one: a file beside this one, and a line here. */
export const sources: readonly Source[] = [status, changelog, logins, rss];
