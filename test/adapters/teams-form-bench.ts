import { systemClock as clock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import type { Answer, ChatAdapter } from "../../src/core/chat-adapter.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { createForms } from "../../src/core/forms.ts";
import { neverChanges } from "../fakes/changes.ts";
import { fakeContext } from "../fakes/context.ts";
import { deaf } from "../fakes/house.ts";
import { fakeStore } from "../fakes/store.ts";
import { type Account, ada } from "../fakes/teams/world.ts";
import { type House, openHouse, ops, person, shownBy } from "./teams-bench.ts";

export interface FormBench extends House {
  readonly adapter: ChatAdapter;
  readonly store: ReturnType<typeof fakeStore>;
  /** What the channel follows. */
  follows(): Promise<readonly object[]>;
  /** Another life of the bot, with the same records. */
  begin(): Promise<ChatAdapter>;
  /** All that a person has before them in a dialog. */
  dialog(by?: Account): string;
  /** What Ada sees in the newest message, and how often anything was shown. */
  last(): ReturnType<typeof shownBy>[number] | undefined;
  shown(): ReturnType<typeof shownBy>;
}

/** The real commands behind Teams; Ada alone is an operator. */
export async function openForms(
  wishes: { withForms?: boolean; answer?: Answer } = {},
): Promise<FormBench> {
  const { withForms = true, answer: other } = wishes;
  const house = await openHouse();
  const store = fakeStore();
  const services = fakeContext({ store });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const dispatch = createDispatch({
    commands,
    access: { operators: [person], admins: [] },
    clock,
    log,
    hearing: deaf,
    zone: "UTC",
    reference: () => "ref-1",
    services,
  });
  const forms = createForms({ commands, services, clock, zone: "UTC" });
  const living: ChatAdapter[] = [];
  const begin = async () => {
    const adapter = await house.open();
    living.push(adapter);
    await adapter.start({
      answer: other ?? dispatch,
      happened: async () => {},
      onChange: neverChanges,
      ...(withForms ? { forms } : {}),
    });
    return adapter;
  };
  const { fake } = house;
  return {
    ...house,
    adapter: await begin(),
    store,
    begin,
    follows: () => store.subscriptions.list(ops),
    dialog: (by = ada) => JSON.stringify(fake.dialogs.shownTo(by) ?? null),
    last: () => shownBy(fake).at(-1),
    shown: () => shownBy(fake),
    async close() {
      for (const adapter of living) await adapter.stop();
      await house.close();
    },
  };
}
