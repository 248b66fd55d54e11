import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { posted } from "../../src/core/border.ts";
import { type CommandContext, defineCommand } from "../../src/core/command.ts";
import { errorCodes } from "../../src/core/error-codes/index.ts";
import { logCauses } from "../../src/core/log-causes/index.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { logTypes } from "../../src/core/log-types/index.ts";
import { viewerOf } from "../../src/core/log-words.ts";
import { createMask } from "../../src/core/mask.ts";
import { actions, type Message, text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ada, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, said } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const says = (words: string): Message => ({ summary: words, blocks: [text(words)] });

/** What everybody sees of words that nobody was asked for. */
const openly = async (words: string): Promise<string> => renderPlain(await posted(says(words)));

const house = openHouse();
const access = { operators: [ada.id], admins: [] };

type Run = (context: CommandContext) => Promise<Message>;

const asking = (run: Run, more: Partial<Parameters<typeof defineCommand>[0]> = {}) =>
  defineCommand({
    name: "tell",
    summary: "Tell something",
    examples: ["tell"],
    access: "viewer",
    audience: "asker",
    args: {},
    ...more,
    run: (_: unknown, context: CommandContext) => run(context),
  });

function answer(line: string, run: Run, services: Partial<CommandContext> = {}, role = access) {
  return house.answer([asking(run)], line, { services: fakeContext(services), access: role });
}

const event = (fields: object) =>
  logEventOf({ log_id: "90020261122120000001", type: "fp", date: ago(1).toISOString(), ...fields });

const withEvents = (...all: readonly object[]) => {
  const events = all.flatMap((fields) => event(fields) ?? []);
  return { tenant: () => fakeTenant({ events }).tenant };
};
const looked = ({ tenant }: CommandContext) =>
  tenant("prod").logs({ terms: [] }, { page: 0, size: 100 });

describe("what stays as it is before everybody", () => {
  it.each([
    "At 14:05:12 GMT+1, on 22 Nov 2026, 09:05 to 10:15, 2026-11-22 09:05 UTC.",
    "since:2026-11-22T14:00:00Z until:2026-11-22T15:00:00.000Z during:14:00..15:00",
    "subscribe status quiet:22:00-07:00@Europe/Berlin",
    "Version 4.12.0, npm:@auth0/nextjs-auth0@4.12.0, lodash@^4.17.21, Node 20.19.2",
    "1,204 events, 6 times the usual, 12.5 %, 1.2 MB, 3 of 10",
    "logs event:90020261122115020300000000000001223372041234567890 older:10~mb2x~90020261122115020300000000000001223372041234567890",
    "slack:channel:C0123ABCD, teams:channel:19:aBcDeFgH1234567890aBcDeFgH1234567890aBcDeFgH@thread.tacv2",
    'access: { operators: ["teams:user:29:1aBcDeFgH1234567890aBcDeFgH1234567890aBcDeFgH1234567890"] }',
    "as:card|thread|all, bulletin CVE-2024-12345 ack|own|done|not-affected",
    "http://127.0.0.1:3001 and http://localhost:3000",
    "GET /api/v2/users/{id} and std::vector<int>",
    "10 20 30 40 50 60",
    "user 1 from address 2, [e-mail address]",
    "Basic authentication, bearer tokens and a client secret",
  ])("%s", async (words) => {
    expect(await openly(words)).toBe(words);
  });

  it("is all that the bot itself explains", async () => {
    const all = [...logTypes.values(), ...logCauses.values(), ...errorCodes.values()].flatMap(
      (one) => Object.values(one).filter((held): held is string => typeof held === "string"),
    );
    expect(all.length).toBeGreaterThan(500);
    for (const words of all) expect(await openly(words)).toBe(words);
  });

  it.each(commands.map(({ name }) => name))("is the help of %s", async (name) => {
    const { message } = await house.answer(commands, `help ${name} share:here`, { access });
    const words = renderPlain(message);
    for (const line of commands.find((one) => one.name === name)?.examples ?? []) {
      expect(words).toContain(line);
    }
    expect(words).not.toMatch(/user 1|\[(?:removed|e-mail address|address|user id|number)\]/u);
  });
});

describe("what nobody sees, before everybody", () => {
  it.each([
    ["write to mira.quillon@example.com now", "write to [e-mail address] now"],
    ["mira%40example.com and mira&#64;example.com", "[e-mail address] and [e-mail address]"],
    ["auth0|64ff11a9d3 and samlp|acme|mira", "[user id] and [user id]"],
    ["from 203.0.113.9:443 and 2001:db8::9/64", "from [address]:443 and [address]/64"],
    ["call +49 151 2000011, (030) 1234567 or 4915120000011", "call [number], [number] or [number]"],
  ])("%s", async (words, shown) => {
    expect(await openly(words)).toBe(shown);
  });
});

describe("what opens doors", () => {
  it.each([
    ["eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaXJhIn0.c2ln", "[removed]"],
    ["https://app.example/cb?code=s3cr3t&x=1", "https://app.example/cb?code=[removed]&x=1"],
    ["Authorization: Bearer s3cr3tv4lue", "Authorization: Bearer [removed]"],
    [
      '{"access_token": "s3cr3t", "statusCode": 200}',
      '{"access_token": "[removed]", "statusCode": 200}',
    ],
    ["https://name:s3cr3t@host.example", "https://name:[removed]@host.example"],
    // A refresh token of Auth0's, and one of the kind that is as long as a digest and says nothing.
    ["it gave v1.Mr4nd0mW0rdsAndF1gur3s out", "it gave [removed] out"],
    ["it gave k3Yw0rdZ9xQ2mN8vB5cL1sD7fG4hJ6pT0rE3wA9uI2o out", "it gave [removed] out"],
  ])("is shown to nobody: %s", async (words, shown) => {
    for (const line of ["tell", "tell share:here"]) {
      const { message } = await answer(line, async () => says(words));
      expect(message.summary).toBe(shown);
    }
  });
});

describe("people whom a command was handed", () => {
  const mira = { user_id: "auth0|m1", user_name: "mira.quillon@example.com", ip: "203.0.113.9" };

  it("have the number that the command has given them, under each of their names", async () => {
    const { message } = await answer(
      "tell share:here",
      async (context) => {
        await looked(context);
        const { mask } = viewerOf(context);
        const [first, other] = [mask.user("auth0|other"), mask.user("auth0|m1")];
        return says(`${first}, ${other}, ${mira.user_name}, mira.quillon, ${mira.ip}, ${mira.ip}`);
      },
      withEvents(mira, { user_id: "auth0|other" }),
    );
    expect(message.summary).toBe("user 1, user 2, user 2, user 2, address 1, address 1");
  });

  it("are hidden by their bare names, but not where those are the bot's own words or a thing's", async () => {
    const { message } = await answer(
      "tell share:here",
      async (context) => {
        await looked(context);
        return says("Mira had 3 failures through Checkout on prod; mira again, not Miranda.");
      },
      withEvents(
        { user_name: "mira" },
        { user_name: "failures" },
        { user_name: "checkout", client_name: "Checkout" },
        { user_name: "prod" },
        { user_name: "3" },
      ),
    );
    expect(message.summary).toBe(
      "user 1 had 3 failures through Checkout on prod; user 1 again, not Miranda.",
    );
  });

  it("are not told of in what Auth0 wrote about them either, however it was cut", async () => {
    const description =
      "Somebody called Mira tried it from her kitchen, and\nthen once more from there";
    const { message } = await answer(
      "tell share:here",
      async (context) => {
        await looked(context);
        return says(`It said: ${description.replace("\n", " ").slice(0, 60)}… Twice.`);
      },
      withEvents({ description }),
    );
    expect(message.summary).toBe("It said: [left out]… Twice.");
  });

  it("are hidden from an asker without the role, too", async () => {
    const nobody = { operators: [], admins: [] };
    const run: Run = async (context) => {
      await looked(context);
      return says(`${mira.user_name} from ${mira.ip}`);
    };
    const viewer = await answer("tell", run, withEvents(mira), nobody);
    expect(viewer).toMatchObject({
      audience: "asker",
      message: { summary: "user 1 from address 1" },
    });
    const operator = await answer("tell", run, withEvents(mira));
    expect(operator.message.summary).toBe(`${mira.user_name} from ${mira.ip}`);
  });

  it("stand in no button: what it does would be something else", async () => {
    const { message } = await answer(
      "tell share:here",
      async (context) => {
        await looked(context);
        return {
          summary: "x",
          blocks: [
            actions(
              { label: "Theirs", line: `logs user:${mira.user_name}` },
              { label: "All", line: "logs" },
            ),
          ],
        };
      },
      withEvents(mira),
    );
    expect(message.blocks).toEqual([actions({ label: "All", line: "logs" })]);
  });
});

describe("a line that names somebody", () => {
  it("is not repeated before everybody, whatever its command says of it", async () => {
    const tell = asking(async () => says("done"), {
      args: {
        who: { about: "x", hint: "x", place: "rest", required: false, parse: (w: string) => w },
      },
    });
    const given = { services: fakeContext(), access };
    const line = "tell mira@example.com share:here";
    const { said: shown } = await house.answer([tell], line, given);
    expect(shown).toBe("tell [e-mail address] share:here");
    expect((await house.answer([tell], "tell more share:here", given)).said).toBeUndefined();
  });
});

describe("what is for everybody although it looks personal", () => {
  /** Each port whose word counts as public; whoever adds one thinks of who wrote it. */
  it.each<readonly [string, Run]>([
    [
      "what a feed has published",
      async ({ store }) => {
        const [one] = await store.subjects.find({ source: "status" });
        return says(one?.revisions[0]?.text ?? "");
      },
    ],
    [
      "whom users are to write to",
      async ({ tenant }) => {
        const { supportEmail = "" } = await tenant("prod").read("settings");
        return says(supportEmail);
      },
    ],
    ["what commands say of themselves", async () => says("like user ada@example.com")],
  ])("is %s", async (_, run) => {
    const words = "Write to help@acme.example or call +49 151 2000011.";
    const subjects = [incident([said("investigating", ago(1), words)])];
    const parts = { settings: { supportEmail: "help@acme.example" } };
    const told = { store: fakeStore({ subjects }), tenant: () => fakeTenant({ parts }).tenant };
    const given = { services: fakeContext(told), access };
    const all = [asking(run), ...commands];
    const { message } = await house.answer(all, "tell share:here", given);
    expect(message.summary).toMatch(/@(?:acme|example)\./u);
  });

  it("is not what the bot says by itself", async () => {
    const subjects = [
      incident([said("investigating", ago(1), "mira@example.com")], { about: "status" }),
    ];
    const run: Run = async ({ store }) => {
      const [one] = await store.subjects.find({ source: "status" });
      return says(one?.revisions[0]?.text ?? "");
    };
    const { message } = await answer("tell share:here", run, { store: fakeStore({ subjects }) });
    expect(message.summary).toBe("[e-mail address]");
  });
});

describe("what is posted of events", () => {
  it("names nobody of them", async () => {
    const events = [event({ user_name: "quillonia" })].flatMap((one) => one ?? []);
    const told = { events, mask: createMask({ user: 4, address: 0 }) };
    const message = await posted(says("quillonia failed"), told);
    expect(message.summary).toBe("user 5 failed");
  });
});
