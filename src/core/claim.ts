import { allows, grantOf, isUnclaimed } from "./access.ts";
import type { CommandContext } from "./command.ts";
import { type Block, code, text } from "./message.ts";

/** What whoever sets the bot up needs first: nobody may do more than look, and which line changes that. It names them. */
export function claim({
  by,
  role,
  roles,
  audience,
}: Pick<CommandContext, "by" | "role" | "roles" | "audience">): readonly Block[] {
  if (audience === "all" || allows(role, "operator") || !isUnclaimed(roles.settings)) return [];
  return [
    text(
      "Nobody may do more than look yet. To be admin, add this to the settings and restart Watchpost:",
    ),
    code(grantOf(by, "admin")),
  ];
}
