import type { Command } from "./core/command.ts";
import type { DispatchOptions } from "./core/dispatch.ts";
import { createMask } from "./core/mask.ts";
import type { Message } from "./core/message.ts";

/** Reads every source, asks every part, and says what the chat's `doctor` says: for a terminal, without joining any chat. */
export async function examine(given: {
  services: DispatchOptions["services"];
  readAll(): Promise<void>;
  doctor: Command;
  now: Date;
}): Promise<Message> {
  await given.readAll();
  return given.doctor.run(
    {},
    {
      ...given.services,
      by: { id: "terminal:user:operator", name: "operator", groups: [], member: true },
      from: { conversation: "terminal:user:operator" },
      role: "admin",
      audience: "asker",
      mask: createMask(),
      now: given.now,
      zone: "UTC",
      whom: "whoever runs Watchpost",
      reached: () => {},
      commands: [given.doctor],
    },
  );
}
