import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { Access } from "../../src/core/access.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import type { LookedAt } from "../../src/core/roster.ts";
import { ada, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";
import { fakeRoles } from "../fakes/roles.ts";
import { ago } from "../fakes/subjects.ts";

const settings: Access = {
  operators: ["local:group:oncall", "local:channel:war-room", "slack:user:U1"],
  admins: ["local:user:lin"],
};
const bob: Person = { ...ada, id: "local:user:bob", name: "Bob", groups: ["local:group:oncall"] };
const lin: Person = { ...ada, id: "local:user:lin", name: "Lin" };
const eve: Person = { ...ada, id: "local:user:eve", name: "Eve", member: false };
const at = ago(120_000);
const seen: readonly LookedAt[] = [
  { address: "local:group:oncall", group: { exists: true, members: 4, at } },
  { address: "local:channel:war-room", channel: { inside: true } },
];

/** Some of every role: what else can be said is no matter of this test. */
const those = commands.filter(({ name }) =>
  ["help", "status", "access", "doctor", "logs", "mute", "waive"].includes(name),
);

/** What somebody is told who says it in the channel ops. */
async function said(
  line: string,
  by: Person,
  more: Partial<Parameters<typeof fakeRoles>[1]> & {
    access?: Access;
    channel?: `local:channel:${string}`;
  } = {},
) {
  const { access = settings, channel = "local:channel:ops", ...known } = more;
  const roles = fakeRoles(access, { seen, people: [ada, bob, lin, eve], ...known });
  return openHouse().plainly(those, line, {
    access,
    services: fakeContext({ roles }),
    invocation: { by, from: { conversation: channel } },
  });
}

describe("access", () => {
  it("says to a viewer what makes them one, why they are not more, and whom to ask", async () => {
    const plain = await said("access", ada);
    expect(plain).toMatch(
      /^You are viewer here: every member of the workspace is a viewer while access has no list/,
    );
    expect(plain).toContain(
      "- operator: local:group:oncall gives it, and you are not in it; local:channel:war-room gives it in that channel alone.",
    );
    expect(plain).toContain("- admin: 1 person has it by name, not you.");
    expect(plain).toContain('to put this into access.operators and restart:\n"local:user:ada"');
    expect(plain).toMatch(/^- operator: logs, mute$/m);
    expect(plain).not.toContain("local:user:lin");
    expect(plain).not.toContain("Who has which role");
  });

  it("names the line of the settings that gives the role: a group, a channel, the person", async () => {
    expect(await said("access", bob)).toMatch(
      /^You are operator here: access\.operators names local:group:oncall, and you are in that group\./,
    );
    expect(await said("access", ada, { channel: "local:channel:war-room" })).toMatch(
      /^You are operator here: access\.operators names local:channel:war-room, which is this conversation/,
    );
    expect(await said("access", lin)).toMatch(
      /^You are admin here: access\.admins names local:user:lin, and that is you\./,
    );
  });

  it("says to operators who has which role on this platform, how many they are and since when that is known", async () => {
    const plain = await said("access", bob);
    expect(plain).toContain("- admin: local:user:lin – one person");
    expect(plain).toMatch(/- operator: local:group:oncall – a group of 4 people, as of .* UTC/);
    expect(plain).toContain(
      "- operator: local:channel:war-room – members who speak in that channel",
    );
    expect(plain).toContain("Access also names 1 address of other platforms.");
    expect(plain).toContain("Guests and people from outside have a role only by");
  });

  it("says what could not be asked, and what counts meanwhile", async () => {
    const untold = "Slack cannot be asked now who is in which group; what it said last counts.";
    const plain = await said("access", bob, {
      seen: [{ address: "local:group:oncall", group: { members: 4, at, untold } }],
    });
    expect(plain).toContain(untold);
    const unsure: Person = { ...bob, untold: { groups: untold } };
    expect(await said("access", unsure)).toContain(`\n${untold}\n`);
  });

  it("warns of what gives nobody anything, and doctor says the same", async () => {
    const more = {
      on: ["local"],
      seen: [{ address: "local:group:oncall", group: { members: 0 } }],
    } as const;
    for (const line of ["access", "doctor"]) {
      const plain = await said(line, bob, more);
      expect(plain).toContain("slack:user:U1 gives nobody a role: the platform slack is off");
      expect(plain).toContain("local:group:oncall gives nobody a role: nobody is in it");
    }
    const toViewer = await said("doctor", ada, more);
    expect(toViewer).toContain("2 addresses do not do what it seems to");
    expect(toViewer).not.toContain("U1");
  });

  it("names nobody and no group where everybody reads it", async () => {
    for (const [by, how] of [
      [bob, "by a group"],
      [lin, "by name"],
    ] as const) {
      const plain = await said("access share:here", by);
      expect(plain).toMatch(/^Whoever asked is (operator|admin) here, by (a group|name)\./);
      expect(plain).toContain(how);
      expect(plain).not.toMatch(/local:(user|group)/);
    }
    const about = await said("access who:bob share:here", lin);
    expect(about).toContain("The person asked about is operator here, by a group.");
    expect(about).not.toMatch(/bob|oncall/i);
  });

  it("says with which line somebody becomes the first admin, to whoever asks", async () => {
    const access = { operators: [], admins: [] };
    for (const line of ["access", "help"]) {
      expect(await said(line, ada, { access, seen: [] })).toContain(
        'add this to the settings and restart Watchpost:\naccess: { admins: ["local:user:ada"] }',
      );
      expect(await said(`${line} share:here`, ada, { access, seen: [] })).not.toContain("user:ada");
    }
  });

  it("is refused to a guest, with the line that would change it", async () => {
    const plain = await said("access", eve);
    expect(plain).toContain('"access" needs the role viewer');
    expect(plain).toContain('access: { viewers: ["local:user:eve"] }');
  });
});

describe("access who:", () => {
  it("says to an admin what somebody may do, why, and why not more", async () => {
    const plain = await said("access who:@bob", lin);
    expect(plain).toMatch(
      /^Bob is operator here: access\.operators names local:group:oncall, and they are in that group/,
    );
    expect(plain).toContain("They are local:user:bob: a member of the workspace.");
    expect(plain).toContain("- local:group:oncall gives operator, wherever they speak.");
    expect(plain).toContain("- admin: 1 person has it by name, not them.");
  });

  it("says of a guest why they have no role", async () => {
    const plain = await said("access who:local:user:eve", lin, {
      channel: "local:channel:war-room",
    });
    expect(plain).toContain("Eve has no role here: only members of the workspace are viewers");
    expect(plain).toContain(
      "local:channel:war-room gives it to members, and they are a guest or from outside",
    );
    expect(plain).toContain("They are in no group that access names.");
  });

  it("is the same as access for oneself, and for admins alone of anybody else", async () => {
    for (const who of ["me", "ada", "@ada", "local:user:ada"]) {
      expect(await said(`access who:${who}`, ada)).toMatch(/^You are viewer here/);
    }
    for (const by of [ada, bob]) {
      expect(await said("access who:lin", by)).toContain('"access" needs the role admin');
    }
  });

  it.each([
    ["local:group:oncall", "is nobody; name a person"],
    ["slack:user:U1", "is on another platform"],
  ])("takes nothing but a person of this platform: %s", async (who, words) => {
    expect(await said(`access who:${who}`, lin)).toContain(words);
  });
});

it.each([
  ["viewer", ada],
  ["operator", bob],
  ["admin", lin],
  ["guest", eve],
] as const)("access reads as it was approved, to whom it answers: %s", async (role, by) => {
  await expect(`${await said("access", by)}\n`).toMatchFileSnapshot(`../golden/access/${role}.txt`);
});

it("access who: reads as it was approved", async () => {
  await expect(`${await said("access who:eve", lin)}\n`).toMatchFileSnapshot(
    "../golden/access/who.txt",
  );
});
