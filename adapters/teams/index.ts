import { definePlatform } from "../../src/core/platform.ts";
import { packApp } from "./app-package.ts";
import { teamsSettings } from "./settings.ts";

export const teams = definePlatform({
  name: "teams",
  summary: "Microsoft Teams: channels, group chats and personal chats",
  settings: teamsSettings,
  async create(settings, context) {
    // The SDK takes half a second and 40 MB: a bot without Teams does not pay for it.
    const { createTeamsChat } = await import("./adapter.ts");
    return createTeamsChat(settings, context);
  },
  pack: packApp,
});
