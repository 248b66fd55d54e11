import { checkTokens } from "../adapters/slack/check.ts";
import { slack } from "../adapters/slack/index.ts";
import { slackManifest } from "../adapters/slack/manifest.ts";
import { meanings } from "../adapters/slack/refusals.ts";
import { scopeNames, scopes } from "../adapters/slack/scopes.ts";
import { named } from "../adapters/slack/web-client.ts";
import { settingsWords } from "../src/settings-words.ts";
import { eventScopes } from "./slack-event-scopes.ts";
import { code, consequencesOn, literal, markdownTable } from "./sync-tables.ts";

const consequences = consequencesOn("Slack");

/** Every error code of Slack that is known, what it means, and what is done about it. */
export function refusalTable(): string {
  const rows = Object.entries(meanings).map(([name, { outcome, words }]) => [
    code(name),
    literal(words),
    consequences[outcome],
  ]);
  return markdownTable(
    ["Slack says", "What it means, and what to do", "What Watchpost does"],
    rows,
  );
}

/** Every scope, why it is asked for, and the events of the manifest that it lets in. */
export function slackScopeTable(): string {
  const { bot_events: events } = slackManifest("http").settings.event_subscriptions;
  const rows = Object.entries(scopes).map(([name, { why, without }]) => [
    code(name),
    why,
    events
      .filter((event) => eventScopes[event]?.includes(name))
      .map(code)
      .join(", ") || "–",
    without,
  ]);
  return markdownTable(["Scope", "Why", "Events it lets in", "Without it"], rows);
}

/** Every way in which `doctor` finds a token wanting, found by asking it. */
export async function findingTable(): Promise<string> {
  const answers = [
    () => Promise.reject(refusal("invalid_auth")),
    () => Promise.reject(refusal("missing_scope")),
    () => Promise.reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })),
    async () => ({
      response_metadata: { scopes: scopeNames.filter((one) => one !== "chat:write") },
    }),
  ];
  const found = await Promise.all(
    answers.map((answer) => {
      const client = { auth: { test: answer }, apps: { connections: { open: answer } } };
      return checkTokens({
        client: client as unknown as Parameters<typeof checkTokens>[0]["client"],
        appToken: named.app,
        learn: () => {},
      });
    }),
  );
  const rows = found
    .flat()
    .filter(({ ok }) => !ok)
    .map(({ subject, detail, fix = "" }) => [subject, literal(detail), literal(fix)]);
  const distinct = [...new Map(rows.map((row) => [row.join(), row])).values()];
  return markdownTable(["Part", "It finds", "What to do"], distinct);
}

function refusal(error: string): Error {
  return Object.assign(new Error(error), {
    code: "slack_webapi_platform_error",
    data: { ok: false, error },
  });
}

/** Every way in which the section `slack` of the settings is refused, found by giving it so. */
export function slipTable(): string {
  const whole = { botToken: "xoxb-0", appToken: "xapp-0" };
  const slips: readonly object[] = [
    { appToken: "xapp-0" },
    { botToken: "xoxb-0" },
    { ...whole, command: "auth0" },
    { ...whole, apiUrl: "slack.com" },
    { ...whole, channel: "C0123" },
  ];
  const rows = slips.flatMap((given) => {
    const { error } = slack.settings.safeParse(given, { error: settingsWords });
    return (error?.issues ?? []).map(({ path, message }) => [
      code(["slack", ...path].join(".")),
      literal(message),
    ]);
  });
  return markdownTable(["Setting", "It says"], rows);
}
