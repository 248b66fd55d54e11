import { describeChatAdapter } from "../contracts/chat-adapter.ts";
import { skips } from "../contracts/skips.ts";
import { openSlack } from "./slack-bench.ts";

describeChatAdapter("Slack over HTTP", () => openSlack("http"), { skip: skips.slack });
describeChatAdapter("Slack over Socket Mode", () => openSlack("socket"), { skip: skips.slack });
