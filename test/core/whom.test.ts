import { describe, expect, it } from "vitest";
import type { Access } from "../../src/core/access.ts";
import { RefusedError } from "../../src/core/errors.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ada } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";

const nobody: Access = { operators: [], admins: [] };

/** What Ada is told, who may not do it. */
async function refused(access: Access, more: Partial<typeof ada> & { untold?: object } = {}) {
  const house = openHouse();
  const reply = await house.answer([house.command("act", { access: "admin" })], "act", {
    access,
    invocation: { by: { ...ada, ...more } },
  });
  return { reply, plain: renderPlain(reply.message), spans: JSON.stringify(reply.message.blocks) };
}

describe("whom to ask for a role", () => {
  it("are the admins of the asker's platform, three at most and how many more", async () => {
    const admins = [
      "teams:user:1",
      "local:user:bob",
      "local:group:ops",
      "local:channel:other",
      "local:user:eve",
      "local:user:kim",
    ] as const;
    const { spans, plain } = await refused({ operators: ["local:user:olga"], admins });
    expect(spans).toContain('"who":["local:user:bob","local:group:ops","local:user:eve"],"more":1');
    expect(plain).toContain("Ask one of Watchpost's admins to add this");
    expect(plain).not.toContain("local:user:bob");
  });

  it("are else the operators, and never the asker", async () => {
    const operators = [ada.id, "local:user:olga"] as const;
    const { spans, plain } = await refused({ operators, admins: [] });
    expect(spans).toContain('"who":["local:user:olga"],"more":0');
    expect(plain).toContain("one of Watchpost's operators");
  });

  it("is else whoever runs Watchpost, and that nobody is named yet is said", async () => {
    const { plain } = await refused(nobody);
    expect(plain).toContain("Ask whoever runs Watchpost to add this to the settings:");
    expect(plain).toContain('access: { admins: ["local:user:ada"] }');
    expect(plain).toContain("The settings name nobody in access yet");
  });

  it("comes with what the platform did not say, where it might have helped", async () => {
    const untold = { groups: "Groups cannot be read." };
    const named: Access = { operators: [], admins: ["local:group:ops"] };
    expect((await refused(named, { untold })).plain).toContain("Groups cannot be read.");
    expect((await refused(nobody, { untold })).plain).not.toContain("Groups cannot be read.");
  });

  it("names nobody where a refusal has to stand before everybody", async () => {
    const house = openHouse();
    const failing = house.fails("act", new RefusedError("admin", "No."));
    const slow = { ...failing, audience: "all" as const };
    slow.run = async () => {
      await house.clock.after(2000);
      throw new RefusedError("admin", "No.");
    };
    const access = { operators: [], admins: ["local:user:bob"] as const };
    const all = await house.replies([slow], "act", { access });
    const last = all.at(-1);
    expect(last).toMatchObject({ audience: "all", pending: false });
    expect(JSON.stringify(last)).not.toMatch(/bob|ada/);
  });
});
