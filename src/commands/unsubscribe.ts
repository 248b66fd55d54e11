import { arg, optional } from "../core/args.ts";
import { defineCommand } from "../core/command.ts";
import { actions, text } from "../core/message.ts";
import {
  nameOf,
  refuseSettled,
  sourceNamed,
  subscribeLine,
  subscriptionNamed,
} from "../core/wish.ts";

export const unsubscribe = defineCommand({
  name: "unsubscribe",
  summary: "Let this conversation no longer follow a source",
  examples: ["unsubscribe status", "unsubscribe rss https://example.com/feed.xml"],
  access: "operator",
  audience: "asker",
  acts: true,
  args: {
    source: arg.word("a source", "status"),
    feed: optional(arg.word("a feed's address, where the source needs one", "https://…")),
  },
  async run({ source: named, feed }, context) {
    const { store, from } = context;
    const here = await store.subscriptions.list(from.conversation);
    // What is no longer a source may still be followed, and must be possible to leave.
    const source = here.find((each) => each.source === named)?.source;
    const asked = { source: source ?? sourceNamed(named, context).id, feed };
    const found = subscriptionNamed(asked, here);
    refuseSettled(found);
    await store.subscriptions.unsubscribe(found);
    const line = subscribeLine(found);
    const words = `This conversation no longer follows ${nameOf(found, context)}.`;
    return {
      summary: words,
      blocks: [
        text([
          { bold: words },
          " What was posted stays as it is and is not updated; what was still to be told is dropped.",
        ]),
        actions({ label: "Subscribe again", line }),
      ],
    };
  },
});
