import { beforeAll, describe, expect, it } from "vitest";
import { renderSlack } from "../../adapters/slack/render.ts";
import { renderTeams } from "../../adapters/teams/render.ts";
import { allGroups } from "../../scripts/gallery/groups.ts";
import type { Message } from "../../src/core/message.ts";
import { knownFrom } from "./known.ts";
import { seeLocal } from "./read-local.ts";
import { seeSlack } from "./read-slack.ts";
import { type Client, seeTeams } from "./read-teams.ts";
import type { Seen } from "./seen.ts";

/** Longer than any message: each platform says in its own place how much it leaves out. */
const isTooLong = (name: string) => /too-long|very-long/.test(name);

describe("every message of the gallery", () => {
  let all: readonly { readonly name: string; readonly message: Message }[] = [];
  beforeAll(async () => {
    const groups = (await allGroups()).filter(({ platforms }) => platforms === undefined);
    all = groups.flatMap(({ name: group, specimens }) =>
      specimens
        .filter(({ name }) => !isTooLong(name))
        .map(({ name, message }) => ({ name: `${group}: ${name}`, message })),
    );
  });

  const ignore = () => {};
  const inSlack = (message: Message): Seen =>
    seeSlack(renderSlack(message), knownFrom(message), ignore);
  const inTeams = (message: Message, client: Client = "desk"): Seen =>
    seeTeams(renderTeams(message).attachments[0].content, client, knownFrom(message), ignore);
  const onThePage = (message: Message): Seen => seeLocal(message, knownFrom(message), ignore);
  /** Messages that are not seen alike, each from a little before the first difference on. */
  const unlike = (see: (message: Message) => Seen) =>
    all.flatMap(({ name, message }) => {
      const [one, other] = [see(message), inSlack(message)];
      const at = one.findIndex((piece, index) => piece !== other[index]);
      if (at === -1 && one.length === other.length) return [];
      const from = Math.max(0, (at === -1 ? one.length : at) - 3);
      const shown = (seen: Seen) => seen.slice(from, from + 12).join(" ");
      return [`${name}: "${shown(one)}" is in Slack "${shown(other)}"`];
    });

  it("says the same in Teams as in Slack: every word, figure, moment, link and button, in the same order", () => {
    expect(all.length).toBeGreaterThan(150);
    expect(unlike(inTeams)).toEqual([]);
  });

  it("says the same on the local page as in Slack", () => {
    expect(unlike(onThePage)).toEqual([]);
  });

  it("loses nothing on a phone that shows none of Teams' newer elements", () => {
    const lost = all.flatMap(({ name, message }) => {
      const phone = new Set(inTeams(message, "phone"));
      const missing = inTeams(message).filter((piece) => !phone.has(piece));
      return missing.length > 0 ? [`${name}: ${missing.join(" ")}`] : [];
    });
    expect(lost).toEqual([]);
  });
});
