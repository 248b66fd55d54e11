import { randomUUID } from "node:crypto";
import { sign } from "../test/fakes/slack/driver.ts";
import { mint } from "../test/fakes/teams/keys.ts";

/** What the bench and everything it speaks to agree on. */
export const signingSecret = "bench-signing-secret";
export const appId = "a9900000-0000-4000-8000-00000000be4c";
export const tenant = "11111111-2222-4333-8444-555555555555";

/** One request, ready to be sent. */
export interface Shot {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Some dozens of people talk in a few conversations. */
const people = 40;
const conversations = 5;
/** Teams takes two messages a second in one conversation: everybody's answers would wait there for as long as they take. */
const teamsChannels = 60;

/** What is said in Slack, where neither the person nor the channel has a role: answers long and short, from the store and the tenant. */
const slackLines: readonly ((id: string) => string)[] = [
  () => "status",
  (id) => `changes ${id}`,
  () => "help",
  (id) => id,
  () => "incidents",
  (id) => `help ${id}`,
  () => "readiness",
  () => "explain fp",
];

const tenantLines = ["status", "logs type:failures since:1h", "readiness", "login"];

/** What operators say in Teams: a quarter asks the store, and a quarter the tenant. */
function teamsLine(id: string, nth: number): string {
  const asking = tenantLines[Math.floor(nth / 4) % tenantLines.length] ?? id;
  return [`changes ${id}`, `help ${id}`, id, asking][nth % 4] ?? id;
}

/** Everybody who speaks in Teams. */
export const operators: readonly string[] = Array.from(
  { length: people },
  (_, nth) => `teams:user:${personOf(nth)}`,
);

function personOf(nth: number): string {
  return `00000000-0000-4000-8000-${String(nth % people).padStart(12, "0")}`;
}

/** A slash command, signed now. */
export function slackShot(id: string, nth: number, platforms: string): Shot {
  const line = slackLines[nth % slackLines.length]?.(id) ?? id;
  // An answer that does not repeat the id is known by where it goes: that line alone was said there.
  const known = line.includes(id);
  const body = new URLSearchParams({
    team_id: "T1",
    channel_id: known ? `C${nth % conversations}` : `C${id}`,
    user_id: `U${nth % people}`,
    user_name: `person${nth % people}`,
    command: "/auth0",
    text: line,
    api_app_id: "A1",
    response_url: `${platforms}/response/${id}`,
    trigger_id: `1.2.${id}.${randomUUID()}`,
  }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  return {
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": sign(signingSecret, timestamp, body),
    },
  };
}

/** Makes messages in channels that mention the bot. As Teams does, all go with one token as long as it is good. */
export function teamsShots(platforms: string, authorization: string) {
  const serviceUrl = `${platforms}/amer/`;
  const bot = { id: `28:${appId}`, name: "Watchpost" };
  const mention = { type: "mention", mentioned: bot, text: "<at>Watchpost</at>" };
  return (id: string, nth: number): Shot => {
    const channel = `19:bench${nth % teamsChannels}@thread.tacv2`;
    const activity = {
      id,
      type: "message",
      text: `${mention.text} ${teamsLine(id, nth)}`,
      timestamp: new Date().toISOString(),
      channelId: "msteams",
      serviceUrl,
      from: {
        id: `29:person${nth % people}`,
        name: `Person ${nth % people}`,
        aadObjectId: personOf(nth),
      },
      recipient: bot,
      conversation: {
        id: `${channel};messageid=${id}`,
        conversationType: "channel",
        tenantId: tenant,
      },
      channelData: {
        tenant: { id: tenant },
        team: { id: "19:team@thread.tacv2" },
        channel: { id: channel },
      },
      entities: [mention, { type: "clientInfo", timezone: "Europe/Berlin" }],
    };
    return {
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify(activity),
    };
  };
}

/** The `Authorization` that the platforms' published keys prove. To be made where those keys are. */
export function authorizationFor(platforms: string): string {
  const serviceUrl = `${platforms}/amer/`;
  return mint("good", { audience: appId, serviceUrl, now: Date.now() }) ?? "";
}
