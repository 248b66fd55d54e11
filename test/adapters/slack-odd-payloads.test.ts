import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sending } from "../fakes/slack/driver.ts";
import { patienceMs } from "../fakes/slack/driver.ts";
import { bot, type Mode, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const modes: readonly Mode[] = ["http", "socket"];

const who = { user: { id: "UADA", name: "ada", team_id: "T1" }, team: { id: "T1" } };
const event = (inner: object): Sending => ({
  kind: "events_api",
  payload: { type: "event_callback", event_id: "Ev1", team_id: "T1", event: inner },
});
const interaction = (payload: object): Sending => ({
  kind: "interactive",
  payload: { ...who, trigger_id: "1.1", ...payload },
});

/** One of each kind that is handled, as Slack sends it. */
const kinds: readonly Sending[] = [
  {
    kind: "slash_commands",
    payload: {
      command: "/auth0",
      text: "secret",
      user_id: "UADA",
      team_id: "T1",
      channel_id: "C1",
      response_url: "",
      trigger_id: "1.1",
    },
  },
  event({ type: "app_mention", user: "UADA", text: "<@UBOT> secret", ts: "1.1", channel: "C1" }),
  event({ type: "app_home_opened", user: "UADA", tab: "home", channel: "D1" }),
  event({ type: "member_joined_channel", user: "UBOT", channel: "C1", inviter: "UADA" }),
  event({ type: "channel_rename", channel: { id: "C1", name: "x" } }),
  event({ type: "tokens_revoked", tokens: { bot: [] } }),
  interaction({
    type: "block_actions",
    channel: { id: "C1" },
    container: { type: "message", channel_id: "C1" },
    actions: [{ type: "button", action_id: "say-0", value: "secret", action_ts: "1.1" }],
  }),
  interaction({
    type: "block_actions",
    channel: { id: "C1" },
    actions: [{ action_id: "form-0", value: '{"command":"subscribe","line":"help subscribe"}' }],
  }),
  interaction({ type: "shortcut", callback_id: "subscribe_channel" }),
  interaction({
    type: "view_submission",
    view: {
      id: "V1",
      hash: "1",
      callback_id: "form",
      private_metadata: '{"command":"subscribe","channel":"C1"}',
      state: { values: { source: { answer: { type: "static_select", selected_option: null } } } },
    },
  }),
];

/** Every path to a value in it. */
function pathsIn(value: unknown, before: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...before, key];
    return [path, ...pathsIn(inner, path)];
  });
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  const inner = (copy as Record<string, unknown>)[key];
  Object.assign(copy, { [key]: replaced(inner, rest, by) });
  return copy;
}

/** One of the kinds, with one of its parts gone or something else. */
const odd: fc.Arbitrary<Sending> = fc
  .constantFrom(...kinds)
  .chain((sending) =>
    fc.record({
      sending: fc.constant(sending),
      path: fc.constantFrom(...pathsIn(sending.payload)),
      by: fc.oneof(fc.constantFrom(undefined, [{ toString: null }]), fc.jsonValue({ maxDepth: 2 })),
    }),
  )
  .map(({ sending: { kind, payload }, path, by }) => ({
    kind,
    payload: replaced(payload, path, by) as Sending["payload"],
  }));

/** The very same request a second time is turned away, and one may be tried twice. */
const once = ({ kind, payload }: Sending): Sending => ({
  kind,
  payload: { ...payload, unique: randomUUID() },
});

describe.each(modes)("what Slack sends in a form that nobody foresaw, over %s", (mode) => {
  let bench: SlackBench;
  beforeEach(async () => {
    bench = await openSlack(mode);
    await bench.adapter.start(bot());
  });
  afterEach(() => bench.close());

  it("is acknowledged at once, and the next line is answered all the same", async () => {
    await fc.assert(
      fc.asyncProperty(odd, async (sending) => {
        const { status, ms } = await bench.slack.send(once(sending));
        expect([200, 400]).toContain(status);
        expect(ms).toBeLessThan(patienceMs);
      }),
      { numRuns: 300 },
    );
    await bench.slack.type("ping");
    await expect
      .poll(() => shownIn(bench.slack).map(({ text }) => text))
      .toContain("You said ping");
  });
});
