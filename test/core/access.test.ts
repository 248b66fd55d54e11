import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Access,
  allows,
  grantOf,
  groundOf,
  groupsIn,
  roleOf,
  roles,
} from "../../src/core/access.ts";
import { whyNotMore } from "../../src/core/access-why.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import { plainText } from "../../src/core/plain.ts";

const channel = "slack:channel:C1";
const person: Person = {
  id: "slack:user:U1",
  name: "Ada",
  groups: ["slack:group:G1"],
  member: true,
};
const guest = { ...person, member: false };
const access = (more: Partial<Access> = {}): Access => ({ operators: [], admins: [], ...more });

describe("roles", () => {
  it("make every member of the workspace a viewer, and no guest", () => {
    expect(roleOf(person, channel, access())).toBe("viewer");
    expect(roleOf(guest, channel, access())).toBe("none");
  });

  it("make only those viewers who are listed, once there is a list", () => {
    expect(roleOf(person, channel, access({ viewers: [] }))).toBe("none");
    expect(roleOf(guest, channel, access({ viewers: [guest.id] }))).toBe("viewer");
  });

  it.each([
    ["the person", person.id],
    ["a group they are in", "slack:group:G1"],
    ["the channel they are in", channel],
  ] as const)("are given to %s", (_whom, address) => {
    expect(roleOf(person, channel, access({ operators: [address] }))).toBe("operator");
    expect(roleOf(person, channel, access({ operators: [address], admins: [address] }))).toBe(
      "admin",
    );
  });

  it("are given by a channel to members who speak in it, and to nobody who only may be one", () => {
    const open = access({ operators: [channel], admins: [], viewers: [channel] });
    expect(roleOf(guest, channel, open)).toBe("none");
    expect(roleOf({ ...person, presumed: true }, channel, open)).toBe("viewer");
    expect(roleOf({ ...guest, groups: [channel] }, "slack:channel:C2", open)).toBe("none");
    expect(roleOf(person, person.id, open)).toBe("none");
  });

  it("are kept by whoever is named, guest or not", () => {
    const named = access({ operators: [person.id], admins: ["slack:group:G1"] });
    expect(roleOf({ ...guest, groups: [] }, channel, named)).toBe("operator");
    expect(roleOf(guest, channel, named)).toBe("admin");
  });

  it("need to know of the groups that are named, and of no other", () => {
    const named = access({ operators: ["slack:group:G1", person.id], admins: ["slack:group:G1"] });
    expect(groupsIn(named)).toEqual(["slack:group:G1"]);
  });

  it("are not given by another platform's id, or by part of an id", () => {
    const others = ["teams:user:U1", "slack:user:U11", "slack:group:U1"] as const;
    expect(roleOf(person, channel, access({ operators: others }))).toBe("viewer");
  });

  it("contain the lesser ones", () => {
    expect(roles.map((has) => roles.filter((needs) => allows(has, needs)).length)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it("are granted by a line that stays one line, whatever the id holds", () => {
    expect(grantOf(person, "operator")).toBe('access: { operators: ["slack:user:U1"] }');
    const odd: Person = { ...person, id: 'teams:user:a"b\nc' };
    expect(grantOf(odd, "viewer")).toBe('access: { viewers: ["teams:user:a\\"b\\nc"] }');
  });

  it("are given by what is said to give them: without that line somebody has it by another, or less", () => {
    const address = fc.constantFrom(
      ...(["slack:user:U1", "slack:user:U2", "slack:group:G1", "slack:group:G2"] as const),
      ...(["slack:channel:C1", "slack:channel:C2", "teams:user:U1"] as const),
    );
    const list = fc.uniqueArray(address, { maxLength: 4 });
    const settings = fc.record({
      viewers: fc.option(list, { nil: undefined }),
      operators: list,
      admins: list,
    });
    const who = fc.constantFrom(person, guest, { ...person, presumed: true } as const);
    fc.assert(
      fc.property(settings, who, fc.constantFrom(channel, person.id), (given, by, where) => {
        const { role, by: line } = groundOf(by, where, given);
        expect(role).toBe(roleOf(by, where, given));
        const without = (all: readonly string[] | undefined) => all?.filter((one) => one !== line);
        const less = {
          viewers: without(given.viewers),
          operators: without(given.operators),
          admins: without(given.admins),
        } as Access;
        if (line) expect(groundOf(by, where, less).by).not.toBe(line);
        else expect(["none", "viewer"]).toContain(role);
        const greater = whyNotMore(by, where, given, { role, they: "you" }).map(plainText);
        expect(greater).toHaveLength(roles.length - 1 - roles.indexOf(role));
        for (const words of greater) expect(words).toMatch(/^\w+: .+\.$/);
      }),
    );
  });
});
