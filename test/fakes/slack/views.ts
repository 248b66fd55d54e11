import { problemsOfView } from "../../../adapters/slack/view-kit.ts";
import { newId } from "./driver.ts";
import { Refusal } from "./world.ts";

type Json = Readonly<Record<string, unknown>>;

/** A trigger may be exchanged for a view once, so long after the person did something. */
const triggerLifeMs = 3000;
/** Modals on top of each other. */
const deepest = 3;
const mostCharacters = 250_000;

/** A view that someone has before them: a modal, or their home tab. */
export interface FakeView {
  readonly id: string;
  readonly user: string;
  readonly kind: "modal" | "home";
  readonly root: string;
  readonly previous?: string;
  /** As the app gave it. */
  content: Json;
  /** Changes whenever the app changes the view. */
  hash: string;
  /** How often it was shown anew. */
  updates: number;
  /** What the app found wrong at the last submission, by block. */
  errors: Readonly<Record<string, string>>;
}

/** Triggers, each person's stack of modals, and their home tabs. */
export function createViews(now: () => number) {
  const triggers = new Map<string, { user: string; madeAt: number; used: boolean }>();
  const modals = new Map<string, FakeView[]>();
  const homes = new Map<string, FakeView>();
  const all: FakeView[] = [];

  const stackOf = (user: string): FakeView[] => {
    const stack = modals.get(user) ?? [];
    modals.set(user, stack);
    return stack;
  };

  function exchange(id: string): string {
    const trigger = triggers.get(id);
    if (!trigger) throw new Refusal("invalid_trigger_id");
    if (trigger.used) throw new Refusal("exchanged_trigger_id");
    if (now() - trigger.madeAt > triggerLifeMs) throw new Refusal("expired_trigger_id");
    trigger.used = true;
    return trigger.user;
  }

  function show(user: string, content: Json, under: FakeView | undefined): FakeView {
    const id = `V${newId()}`;
    const kind = content.type === "home" ? "home" : "modal";
    const above = under ? { root: under.root, previous: under.id } : { root: id };
    const fresh = { content, hash: newHash(now), updates: 0, errors: {} };
    const view: FakeView = { id, user, kind, ...above, ...fresh };
    all.push(view);
    return view;
  }

  return {
    /** Every view there ever was. */
    all,
    homes,
    /** The modal that a person sees, which is the topmost of theirs. */
    shownTo: (user: string): FakeView | undefined => modals.get(user)?.at(-1),
    /** A new trigger: someone did something. */
    trigger(user: string): string {
      const id = `1.2.${newId()}`;
      triggers.set(id, { user, madeAt: now(), used: false });
      return id;
    },
    /** @throws Refusal */
    open(trigger: string, content: Json): FakeView {
      checkContent(content, "modal");
      const user = exchange(trigger);
      const stack = stackOf(user);
      // A new root takes the place of whatever was open.
      stack.splice(0);
      const view = show(user, content, undefined);
      stack.push(view);
      return view;
    },
    /** @throws Refusal */
    push(trigger: string, content: Json): FakeView {
      checkContent(content, "modal");
      const user = exchange(trigger);
      const stack = stackOf(user);
      const top = stack.at(-1);
      if (!top) throw new Refusal("not_found");
      if (stack.length >= deepest) throw new Refusal("push_limit_reached");
      const view = show(user, content, top);
      stack.push(view);
      return view;
    },
    /** @throws Refusal */
    update(wanted: { id?: string; externalId?: string; hash?: string }, content: Json): FakeView {
      const view = all.find(
        ({ id, content: { external_id } }) =>
          id === wanted.id ||
          (wanted.externalId !== undefined && external_id === wanted.externalId),
      );
      const isThere = view && (view.kind === "home" || stackOf(view.user).includes(view));
      if (!isThere) throw new Refusal("not_found");
      checkContent(content, view.kind);
      return change(view, content, wanted.hash);
    },
    /** @throws Refusal */
    publish(user: string, content: Json, hash?: string): FakeView {
      checkContent(content, "home");
      if (!/^[UW][A-Z0-9]+$/.test(user)) throw new Refusal("invalid_arguments", ["user_id"]);
      const known = homes.get(user);
      if (known) return change(known, content, hash);
      const view = show(user, content, undefined);
      homes.set(user, view);
      return view;
    },
    /** A person closes the topmost modal, or it closes because it was submitted. */
    close(view: FakeView): void {
      const stack = stackOf(view.user);
      if (view.content.clear_on_close === true) stack.splice(0);
      else stack.splice(stack.indexOf(view), 1);
    },
  };

  function change(view: FakeView, content: Json, hash: string | undefined): FakeView {
    if (hash !== undefined && hash !== view.hash) throw new Refusal("hash_conflict");
    return Object.assign(view, {
      content,
      hash: newHash(now),
      updates: view.updates + 1,
      errors: {},
    });
  }
}

export type Views = ReturnType<typeof createViews>;

const newHash = (now: () => number): string => `${Math.floor(now() / 1000)}.${newId()}`;

function checkContent(content: Json, kind: FakeView["kind"]): void {
  if (JSON.stringify(content).length > mostCharacters) throw new Refusal("view_too_large");
  const problems = [
    ...(content.type === kind ? [] : [`view is a ${String(content.type)}, not a ${kind}`]),
    ...problemsOfView(content),
  ];
  if (problems.length > 0) throw new Refusal("invalid_arguments", problems);
}

/** A view as Slack tells the app of it. `values`: what has been filled in. */
export function viewPayload(
  view: FakeView,
  { team, values = {} }: { team: string; values?: Json },
) {
  return {
    ...view.content,
    id: view.id,
    team_id: team,
    app_id: "A1",
    app_installed_team_id: team,
    bot_id: "B1",
    private_metadata: view.content.private_metadata ?? "",
    callback_id: view.content.callback_id ?? "",
    external_id: view.content.external_id ?? "",
    state: { values },
    hash: view.hash,
    clear_on_close: view.content.clear_on_close ?? false,
    notify_on_close: view.content.notify_on_close ?? false,
    previous_view_id: view.previous ?? null,
    root_view_id: view.root,
  };
}
