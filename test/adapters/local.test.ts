import { describeChatAdapter } from "../contracts/chat-adapter.ts";
import { skips } from "../contracts/skips.ts";
import { openBench } from "./local-contract-bench.ts";

describeChatAdapter("local", openBench, { skip: skips.local });
