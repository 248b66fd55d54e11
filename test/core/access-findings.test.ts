import { describe, expect, it } from "vitest";
import type { Access } from "../../src/core/access.ts";
import { accessFindings } from "../../src/core/access-findings.ts";
import type { LookedAt } from "../../src/core/roster.ts";

const access = (more: Partial<Access>): Access => ({ operators: [], admins: [], ...more });
const say = (settings: Access, seen: readonly LookedAt[] = []) =>
  accessFindings(settings, { on: ["slack", "local"], seen }).map(
    ({ address, problem }) => `${address} ${problem}`,
  );

describe("what in access does not do what it seems to", () => {
  it("is nothing where every address gives somebody a role", () => {
    const settings = access({ operators: ["slack:group:S1"], admins: ["slack:channel:C1"] });
    const seen = [
      { address: "slack:group:S1", group: { exists: true, members: 3 } },
      { address: "slack:channel:C1", channel: { inside: true, outsiders: false } },
    ] as const;
    expect(say(settings, seen)).toEqual([]);
  });

  it("is an address of a platform that is off, or that there is not", () => {
    const settings = access({ operators: ["teams:user:1"], admins: ["slak:user:U1"] });
    expect(say(settings)).toEqual([
      "slak:user:U1 gives nobody a role: the platform slak is off",
      "teams:user:1 gives nobody a role: the platform teams is off",
    ]);
  });

  it("is an address that is named twice, or again for a lesser role", () => {
    const settings = access({
      viewers: ["slack:user:U1"],
      operators: ["slack:user:U2", "slack:user:U2"],
      admins: ["slack:user:U1"],
    });
    expect(say(settings)).toEqual([
      "slack:user:U1 is named in access.viewers, which adds nothing: it is in access.admins, too",
      "slack:user:U2 is named twice in access.operators",
    ]);
  });

  it.each<[string, Omit<LookedAt, "address">, RegExp]>([
    ["a group that the platform does not know", { group: { exists: false } }, /no such group/],
    ["a group with nobody in it", { group: { exists: true, members: 0 } }, /nobody is in it/],
    ["a channel that the bot is not in", { channel: { inside: false } }, /bot is not in that/],
    ["a channel shared with outsiders", { channel: { inside: true, outsiders: true } }, /outside/],
  ])("is %s", (_, known, problem) => {
    const address = known.group ? "slack:group:S1" : "slack:channel:C1";
    const [said, ...others] = say(access({ operators: [address] }), [{ address, ...known }]);
    expect(said).toMatch(problem);
    expect(others).toEqual([]);
  });

  it("is nothing that could not be found out", () => {
    const settings = access({ operators: ["slack:group:S1", "slack:channel:C1"] });
    const seen = [
      { address: "slack:group:S1", group: { untold: "Slack cannot be asked now." } },
      { address: "slack:channel:C1", channel: {} },
    ] as const;
    expect(say(settings, seen)).toEqual([]);
  });
});
