import { commands } from "../../src/commands/index.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { introduce } from "../../src/introduction.ts";
import { ada, fakeContext } from "../../test/fakes/context.ts";
import type { Group } from "./painter.ts";

/** What the bot says where it is invited: as a stranger, and where it is followed already. */
export function introductions(): Group {
  const { sources, tenants, now } = fakeContext();
  const offered = { commands, sources, tenants };
  const conversation = "slack:channel:C123";
  const by = { ...ada, id: "slack:user:U123" } as const;
  const held = sources.map(
    ({ id }): Subscription => ({
      id,
      conversation,
      source: id,
      feed: id === "rss" ? "https://blog.example.com/feed.xml" : "",
      as: "thread",
      origin: "chat",
      createdAt: now,
    }),
  );
  return {
    name: "introductions",
    specimens: [
      { name: "introduction to strangers", message: introduce({ conversation, by }, [], offered) },
      {
        name: "introduction, invited by nobody known",
        message: introduce({ conversation }, [], offered),
      },
      {
        name: "introduction where it goes on",
        message: introduce({ conversation, by }, held, offered),
      },
    ],
  };
}
