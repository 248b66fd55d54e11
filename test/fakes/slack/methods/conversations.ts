import { Refusal } from "../world.ts";
import type { Methods } from "./method.ts";

export const conversations: Methods = {
  "conversations.info": {
    scope: "channels:read",
    run(form, { world }) {
      const id = form.get("channel") ?? "";
      const state = world.channels.get(id) ?? "deleted";
      if (state === "deleted" || state === "private") throw new Refusal("channel_not_found");
      return {
        channel: {
          id,
          name: id.toLowerCase(),
          is_channel: true,
          is_archived: state === "archived",
          is_member: state === "open" || state === "shared",
          is_ext_shared: state === "shared",
          is_private: false,
        },
      };
    },
  },
};
