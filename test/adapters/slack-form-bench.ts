import { systemClock as clock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import type { Access } from "../../src/core/access.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { createForms } from "../../src/core/forms.ts";
import type { Records } from "../../src/core/records.ts";
import { fakeContext } from "../fakes/context.ts";
import { deaf } from "../fakes/house.ts";
import { fakeStore } from "../fakes/store.ts";
import { bot, type Mode, openSlack, type SlackBench } from "./slack-bench.ts";

export interface FormBench extends SlackBench {
  readonly store: ReturnType<typeof fakeStore>;
  /** What the channel follows. */
  follows(id?: string): Promise<readonly object[]>;
  /** Another life of the bot, with the same records. */
  begin(): Promise<SlackBench["adapter"]>;
  /** The blocks of the modal that a person sees, in words. */
  modal(user?: string): string;
}

/** The real commands behind Slack; Ada alone is an operator. */
export async function openForms(
  mode: Mode,
  wishes: {
    records?: Records;
    withForms?: boolean;
    answer?: Answer;
    operators?: Access["operators"];
  } = {},
): Promise<FormBench> {
  const { withForms = true, answer: other, operators = ["slack:user:UADA"], ...rest } = wishes;
  const bench = await openSlack(mode, rest);
  const store = fakeStore();
  const services = fakeContext({ store });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const access = { operators, admins: [] };
  const dispatch = createDispatch({
    commands,
    access,
    clock,
    log,
    hearing: deaf,
    zone: "UTC",
    reference: () => "ref-1",
    services,
  });
  const answer = other ?? dispatch;
  const forms = createForms({ commands, services, clock, zone: "UTC" });
  const begin = async () => {
    const adapter = await bench.reborn();
    await adapter.start(bot(answer, withForms ? forms : undefined));
    return adapter;
  };
  await begin();
  return {
    ...bench,
    store,
    begin,
    follows: (id = "C1") => store.subscriptions.list(`slack:channel:${id}`),
    modal: (user = "UADA") => JSON.stringify(bench.slack.views.shownTo(user)?.content ?? null),
  };
}
