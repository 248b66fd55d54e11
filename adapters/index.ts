import type { Platform } from "../src/core/platform.ts";
import { local } from "./local/index.ts";
import { slack } from "./slack/index.ts";
import { teams } from "./teams/index.ts";

/** The chat platforms, in the order people read of them. */
export const platforms: readonly Platform[] = [slack, teams, local];
