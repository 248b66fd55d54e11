import { submitOf } from "../../test/fakes/teams/dialog-card.ts";
import { createDialogs } from "../../test/fakes/teams/dialogs.ts";
import { type Button, buttonsOf } from "../../test/fakes/teams/reading.ts";
import type { Activity } from "../../test/fakes/teams/sending.ts";
import type { FakeTeams } from "../../test/fakes/teams/teams.ts";
import type { Account, Operation } from "../../test/fakes/teams/world.ts";
import { type Deliver, identityOf } from "./teams-delivery.ts";
import { createUnpressed, type VoiceOptions } from "./voice.ts";

/** Presses of buttons on cards that one person alone sees, and dialogs that they open. False where there is nothing to press. */
export function createTeamsPresses(
  teams: FakeTeams,
  given: Pick<VoiceOptions, "ledger"> & {
    readonly people: readonly Account[];
    deliver: Deliver;
    tell(id: string, activity: Activity): Promise<void>;
  },
) {
  const { ledger, people, deliver, tell } = given;
  const unpressed = createUnpressed<Operation>();
  const byId = new Map(people.map((person) => [person.id, person]));
  const filling = new Set<string>();
  const dialogs = createDialogs(async (activity) => (await deliver(activity)).delivered);

  function next(fits: (button: Button) => boolean) {
    const operation = unpressed.take();
    const { activity, onlyFor = "", thread } = operation ?? {};
    const button = activity && buttonsOf({ activity }).find(fits);
    const by = byId.get(onlyFor);
    if (!(operation && button && by && thread)) return undefined;
    const { conversation, id } = operation;
    const from = { ...teams.base(conversation, by, thread), replyToId: id };
    return { button, by, from, spot: `teams:${conversation};${thread}` };
  }

  async function submit({ by, from, button, spot }: NonNullable<ReturnType<typeof next>>) {
    dialogs.dismiss(by);
    await dialogs.fetch(by, from, button.data);
    const mark = markOf(dialogs.shownTo(by)?.card);
    if (mark === undefined) return;
    const id = `form/${mark}`;
    const began = performance.now();
    try {
      const taken = dialogs.submit({}, by);
      ledger.say({ id, way: "a form in Teams", words: "a form", spot });
      const { status, body } = await taken;
      // What is wrong is told by a dialog that stays open.
      const isClosed = status === 200 && !JSON.stringify(body ?? {}).includes("task");
      if (isClosed) ledger.acknowledge(id, performance.now() - began);
    } catch {
      // The client lets nobody submit what lacks something.
    }
  }

  return {
    add: unpressed.add,
    async press(): Promise<boolean> {
      const found = next(({ type, data }) => type === "Action.Execute" && data?.line !== undefined);
      if (!found) return false;
      const { button, from, spot } = found;
      const value = { action: { ...button, id: button.title }, trigger: "manual" };
      const activity = { ...from, type: "invoke", name: "adaptiveCard/action", value };
      const id = identityOf(activity);
      ledger.say({ id, way: "a press in Teams", words: button.data?.line ?? "", spot });
      await tell(id, activity);
      return true;
    },
    async fillIn(): Promise<boolean> {
      const found = next(({ data }) => data?.msteams?.type === "task/fetch");
      if (!found || filling.has(found.by.id)) return false;
      filling.add(found.by.id);
      await submit(found).finally(() => filling.delete(found.by.id));
      return true;
    },
  };
}

/** By which a dialog is known when it is submitted. */
function markOf(card: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const data = card && submitOf(card)?.data;
  return (data as { filledForm?: { dialog?: string } } | undefined)?.filledForm?.dialog;
}
