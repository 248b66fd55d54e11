import { systemClock } from "./clock.ts";
import { doctor } from "./commands/doctor.ts";
import { commands } from "./commands/index.ts";
import type { Message } from "./core/message.ts";
import type { Watchpost } from "./main.ts";

/** Reads every source, asks every part, and says what the chat's `doctor` says: for a terminal, without joining any chat. */
export async function examine(bot: Pick<Watchpost, "readAll" | "services">): Promise<Message> {
  await bot.readAll();
  return doctor.run(
    {},
    {
      ...bot.services,
      by: { id: "terminal:user:operator", name: "operator", groups: [], member: true },
      from: { conversation: "terminal:user:operator" },
      role: "admin",
      audience: "asker",
      now: systemClock.now(),
      zone: "UTC",
      commands,
    },
  );
}
