import type { LocalChat } from "../../adapters/local/adapter.ts";
import type { Address } from "../../src/core/address.ts";
import type { Action } from "../../src/core/message.ts";
import { entriesOf, send } from "../adapters/local-bench.ts";
import { channel } from "../adapters/slack-bench.ts";
import { person as adaInTeams, ops as inTeams } from "../adapters/teams-bench.ts";
import type { FakeSlack } from "../fakes/slack/slack.ts";
import type { FakeTeams } from "../fakes/teams/teams.ts";
import { ada } from "../fakes/teams/world.ts";
import type { Met } from "./differences.ts";
import { type Known, knownAs } from "./known.ts";
import { seeLocal } from "./read-local.ts";
import { seeSlack } from "./read-slack.ts";
import { seeTeams } from "./read-teams.ts";
import type { Seen } from "./seen.ts";

/** One message as the reader at this seat has it before them. */
export interface Shown {
  readonly id: string;
  /** The message whose thread it is in, where the bot began that thread. */
  readonly thread: string | undefined;
  /** Seen by this reader alone. */
  readonly alone: boolean;
  /** Not in the channel, but where the reader is alone with the bot. */
  readonly direct: boolean;
  readonly seen: Seen;
}

/** Somebody in the same channel of one platform, who does what the others do and reads what is shown. */
export interface Seat {
  readonly name: "slack" | "teams" | "local";
  readonly here: Address;
  readonly asker: Address;
  say(line: string): Promise<void>;
  press(label: string): Promise<void>;
  shown(): Promise<readonly Shown[]>;
}

const boss = {
  slack: "slack:user:UBOSS",
  teams: "teams:user:b0550000-0000-4000-8000-000000000003",
  local: "local:user:boss",
} as const satisfies Record<Seat["name"], Address>;

/** Who may do more than whoever sits here. */
export const bosses: readonly Address[] = Object.values(boss);

/** The one conversation elsewhere that answers speak of. Where only its id is known, whoever looks after the bot sees that. */
const elsewhere = "slack:channel:C0SUPPORT";
const another = "another conversation";
const whom = "one of Watchpost's admins";

/** What each platform's own ids and names mean in the story. */
function knownAt({ name, here, asker }: Pick<Seat, "name" | "here" | "asker">): Known {
  const known = knownAs(
    { here, asker },
    new Map([
      [elsewhere, another],
      [here, "This conversation"],
      [boss[name], whom],
      [asker, "Ada"],
    ]),
  );
  const ids = new Map([
    [elsewhere, another],
    [here, "This conversation"],
    // Teams' blocks take no id: the bot writes the name out, for those who may know it.
    ["ops (Platform)", "This conversation"],
  ]);
  const named = (words: string) =>
    [...ids].reduce((said, [id, name]) => said.replaceAll(id, name), words);
  const shown = new Map([
    ["@boss", whom],
    ["#story", "This conversation"],
  ]);
  // Slack's user names are small, and on the page everybody is called by the name they chose.
  const called = { slack: /(?<=by )ada\b/u, teams: /(?!)/u, local: /(?<=by )adal\b/u }[name];
  return {
    ...known,
    plainly: (words) => shown.get(words) ?? known.plainly(named(words)).replace(called, "Ada"),
  };
}

type Meets = (difference: Met) => void;

export function slackSeat(slack: FakeSlack, met: Meets): Seat {
  const own = { name: "slack", here: channel("C1"), asker: "slack:user:UADA" } as const;
  const known = knownAt(own);
  const mine = () =>
    slack.world.messages.filter(
      ({ from, channel }) => from === "bot" && ["C1", "DADA"].includes(channel),
    );
  const roots = () => new Set(mine().map(({ ts }) => ts));
  return {
    ...own,
    say: async (line) => taken(await slack.type(line)),
    press: async (label) => taken(await slack.press(label)),
    shown: async () =>
      mine().map((message) => ({
        id: message.ts,
        thread: message.thread && roots().has(message.thread) ? message.thread : undefined,
        alone: message.user !== undefined || message.channel.startsWith("D"),
        direct: message.channel.startsWith("D"),
        seen: seeSlack(message, known, met),
      })),
  };
}

export function teamsSeat(teams: FakeTeams, met: Meets): Seat {
  const own = { name: "teams", here: inTeams, asker: adaInTeams } as const;
  const known = knownAt(own);
  const mine = () =>
    teams.world.messages.filter(({ conversation }) =>
      ["19:ops@thread.tacv2", "a:ada"].includes(conversation),
    );
  const roots = () => new Set(mine().map(({ id }) => id));
  return {
    ...own,
    say: async (line) => taken(await teams.say(line)),
    press: async (label) => taken(await teams.press(label)),
    shown: async () =>
      mine().map(({ id, thread, onlyFor, conversation, activity }) => ({
        id,
        thread: thread && roots().has(thread) ? thread : undefined,
        alone: onlyFor === ada.id || conversation === "a:ada",
        direct: conversation === "a:ada",
        seen: seeTeams(activity.attachments?.[0]?.content, "desk", known, met),
      })),
  };
}

export function localSeat(chat: LocalChat, met: Meets): Seat {
  const own = { name: "local", here: "local:channel:story", asker: "local:user:adal" } as const;
  const known = knownAt(own);
  const entries = async () => [
    ...(await entriesOf(chat, { conversation: "story", as: "adal" })),
    ...(await entriesOf(chat, { conversation: "@adal", as: "adal" })),
  ];
  const say = async (line: string) =>
    taken(await send(chat, { conversation: "story", person: "adal", line, zone: "Europe/Berlin" }));
  return {
    ...own,
    say,
    press: async (label) => say(lineOf(await entries(), label)),
    shown: async () =>
      (await entries())
        // One counter numbers all conversations' messages.
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .filter(({ pending }) => !pending)
        .map(({ id, replyTo, privateTo, conversation, message }) => ({
          id: `${conversation}/${id}`,
          thread: replyTo === null ? undefined : `${conversation}/${replyTo}`,
          alone: privateTo === "adal",
          direct: conversation === "@adal",
          seen: seeLocal(message, known, met),
        })),
  };
}

type Entries = Awaited<ReturnType<typeof entriesOf>>;

/** The line of the newest button that reads so. */
function lineOf(entries: Entries, label: string): string {
  const buttons = entries.flatMap(({ message }) =>
    message.blocks.flatMap((block): readonly Action[] =>
      block.kind === "actions" ? block.actions : [],
    ),
  );
  const found = buttons.findLast((button) => button.label === label);
  if (!found || "url" in found) throw new Error(`nothing on the page is said by "${label}"`);
  return found.line;
}

function taken({ status }: { readonly status: number }): void {
  if (status < 200 || status >= 300) throw new Error(`not acknowledged: ${status}`);
}
