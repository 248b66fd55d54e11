import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";

describe("help", () => {
  it("lists every command, those the asker may say first", async () => {
    const plain = await askPlainly("help", { role: "viewer" });
    for (const { name, summary } of commands) expect(plain).toContain(`${name} | ${summary} | `);
    expect(plain).toContain("| needs operator");
    expect(plain.indexOf("doctor |")).toBeLessThan(plain.indexOf("subscribe |"));
    expect(plain).toContain("[Status] status");
    expect(plain).not.toContain("[Subscribe]");
  });

  it("offers an operator the form to subscribe", async () => {
    const plain = await askPlainly("help");
    expect(plain).toContain("[Subscribe] help subscribe");
    expect(plain).not.toContain("needs ");
  });

  it("explains one command: usage, each argument, examples, role, form", async () => {
    const reply = await ask("help subscribe");
    const plain = renderPlain(reply);
    expect(plain).toContain(
      "subscribe <source> [feed] [as:card|thread|all] [tenant:prod] [only:breaking] [quiet:22:00-07:00] [mention:me]",
    );
    expect(plain).toContain("- source – a source, like status (required)");
    expect(plain).toContain(
      "- as:card|thread|all – how loud it is: card, thread, all (may be left out)",
    );
    expect(plain).toContain("subscribe rss https://example.com/feed.xml");
    expect(plain).toContain(
      "It needs the role operator, which you have here. The answer is shown to you alone.",
    );
    expect(plain).toContain("[Fill in a form] help subscribe");
  });

  it("says whom a command needs, and gives no form to who may not say it", async () => {
    const plain = await askPlainly("help subscribe", { role: "viewer" });
    expect(plain).toContain("It needs the role operator; you are a viewer here.");
    expect(plain).not.toContain("[Fill");
  });

  it("names the nearest command for one it does not know", async () => {
    await expect(ask("help subscrbe")).rejects.toThrow('Did you mean "subscribe"?');
  });

  it.each(commands.map(({ name }) => name))("explains %s", async (name) => {
    const reply = await ask(`help ${name}`);
    expect(reply.summary).toMatch(new RegExp(`^${name}: .*\\.$`));
  });
});
