import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";

describe("help", () => {
  it("lists every command, those the asker may say first", async () => {
    const plain = await askPlainly("help", { role: "viewer" });
    for (const { name, summary } of commands) expect(plain).toContain(`- ${name} – ${summary}`);
    expect(plain).toMatch(/^- subscribe – .* \(needs the role operator\)$/m);
    expect(plain).toMatch(/^- status – .*fresh that is$/m);
    expect(plain).toContain("For a role that you lack, ask whoever runs Watchpost.");
    expect(plain.indexOf("- doctor")).toBeLessThan(plain.indexOf("- subscribe"));
    expect(plain).toContain("[Status] status");
    expect(plain).not.toContain("[Subscribe]");
  });

  it("offers an operator the form to subscribe, and an admin everything", async () => {
    const plain = await askPlainly("help");
    expect(plain).toContain("[Subscribe] help subscribe");
    expect([...new Set(plain.match(/needs the role \w+/g))]).toEqual(["needs the role admin"]);
    const all = await askPlainly("help", { role: "admin" });
    expect(all).not.toContain("needs ");
    expect(all).not.toContain("that you lack");
  });

  it("fits a phone: no table, and four lines to copy, each of which can be said", async () => {
    const { blocks } = await ask("help");
    expect(blocks.map(({ kind }) => kind)).not.toContain("table");
    const [examples = ""] = blocks.flatMap((block) => (block.kind === "code" ? [block.code] : []));
    expect(examples.split("\n")).toHaveLength(4);
    for (const line of examples.split("\n")) {
      expect(await ask(line).catch(({ name }: Error) => name), line).not.toBe("UserError");
    }
  });

  it("speaks of a tenant that there is, so that its lines can be said", async () => {
    const tenants = [{ name: "acme", domain: "acme.eu.auth0.com" }];
    const overview = await askPlainly("help", { tenants });
    expect(overview).toContain("status acme\n");
    const login = await askPlainly("help login", { tenants });
    expect(login).toContain("login\nlogin acme\nlogin acme again:yes");
    expect(await askPlainly("help incidents", { tenants })).toContain("incidents tenant:acme");
    const two = [...tenants, { name: "prod", domain: "prod.eu.auth0.com" }];
    expect(await askPlainly("help login", { tenants: two })).toContain("login prod");
  });

  it("explains one command: usage, each argument, examples, role, form", async () => {
    const reply = await ask("help subscribe");
    const plain = renderPlain(reply);
    expect(plain).toContain(
      "subscribe <source> [feed] [as:card|thread|all] [tenant:prod|all] [only:breaking|all] [quiet:22:00-07:00|off] [mention:me|none]",
    );
    expect(plain).toContain("- source – a source, like status (required)");
    expect(plain).toContain(
      "What stands in [ ] may be left out.\n- source – a source, like status (required)\n- feed",
    );
    expect(plain).toMatch(/^- as:card\|thread\|all – how loud it is$/m);
    expect(await askPlainly("help mute")).toContain(
      "mute <for>\n- for – for how long, like 2h or off (required)",
    );
    expect(plain).toContain("subscribe rss https://example.com/feed.xml");
    expect(plain).toContain(
      "It needs the role operator, which you have here. The answer is shown to you alone.",
    );
    expect(plain).toContain("[Fill in a form] help subscribe");
  });

  it("says whom a command needs, and gives no form to who may not say it", async () => {
    const plain = await askPlainly("help subscribe", { role: "viewer" });
    expect(plain).toContain(
      "It needs the role operator; you are only viewer here: ask whoever runs Watchpost.",
    );
    expect(plain).toContain('access: { operators: ["local:user:ada"] }');
    // What the asker came for is answered before how they could say it.
    expect(plain.indexOf("access:")).toBeLessThan(plain.indexOf("subscribe <source>"));
    const shared = await askPlainly("help subscribe", { role: "viewer", audience: "all" });
    expect(shared).not.toContain("local:user:ada");
    expect(await askPlainly("help subscribe")).not.toContain("access:");
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
