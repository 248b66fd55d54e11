import { beforeAll } from "vitest";
import { describeChatAdapter } from "../contracts/chat-adapter.ts";
import { skips } from "../contracts/skips.ts";
import { openBench } from "./teams-bench.ts";

// The SDK is large: a busy machine takes seconds to load it for the first time.
beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

describeChatAdapter("Teams", openBench, { skip: skips.teams });
