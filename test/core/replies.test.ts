import { expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { UserError } from "../../src/core/errors.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { wrong } from "../../src/core/replies.ts";

it("a slip has a button with the line that may have been meant, before all others", () => {
  const [command] = commands.filter(({ name }) => name === "user");
  if (!command) throw new Error("there is no such command");
  const slip = new UserError("That is in the logs.", { meant: "logs person:ada@example.com" });
  const plain = renderPlain(wrong(slip, command, { sources: [], tenants: [] }));
  expect(plain).toMatch(
    /That is in the logs\.\nusage: user [\s\S]*\n\[logs person:ada@example\.com\] logs person:ada@example\.com\n\[Fill in a form\]/u,
  );
});
