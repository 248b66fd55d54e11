import { isObject } from "../../../adapters/slack/block-kit.ts";
import { type Delivered, newId, type Oddities, type Sending } from "./driver.ts";
import type { By } from "./keyboard.ts";
import type { Identity } from "./methods/method.ts";
import type { Actor } from "./payloads.ts";
import { type FakeView, type Views, viewPayload } from "./views.ts";

type Json = Readonly<Record<string, unknown>>;

export interface ViewKeyboardOptions {
  readonly views: Views;
  readonly identity: Identity;
  readonly person: Actor;
  send(sending: Sending, odd?: Oddities): Promise<Delivered>;
  responseUrl(given: { channel: string; user: string }): string;
}

/** What someone does with modals and shortcuts. */
export function createViewKeyboard(options: ViewKeyboardOptions) {
  const { views, identity, person, send, responseUrl } = options;

  function shownTo(by: Actor): FakeView {
    const view = views.shownTo(by.user);
    if (!view) throw new Error(`${by.name} sees no modal`);
    return view;
  }

  return {
    /** Someone fills in the modal they see, by the words beside each field, and submits it. */
    async submit(
      values: Readonly<Record<string, string>> = {},
      { by = person, ...odd }: By = {},
    ): Promise<Delivered> {
      const view = shownTo(by);
      if (view.content.submit === undefined) throw new Error("the modal has nothing to submit");
      const answers = fillIn(view.content, values, by);
      const response_urls = addressesOf(view.content, answers, (channel) =>
        responseUrl({ channel, user: by.user }),
      );
      const payload = {
        ...interaction("view_submission", by, identity),
        trigger_id: views.trigger(by.user),
        view: viewPayload(view, { team: identity.team, values: answers }),
        response_urls,
      };
      const delivered = await send({ kind: "interactive", payload }, odd);
      if (delivered.status === 200) react(view, delivered.body);
      return delivered;
    },
    /** Someone closes the modal they see. */
    async dismiss({ by = person, ...odd }: By = {}): Promise<Delivered | undefined> {
      const view = shownTo(by);
      views.close(view);
      if (view.content.notify_on_close !== true) return undefined;
      const payload = {
        ...interaction("view_closed", by, identity),
        view: viewPayload(view, identity),
        is_cleared: false,
      };
      return send({ kind: "interactive", payload }, odd);
    },
    /** Someone chooses a shortcut from the lightning bolt or the search. */
    shortcut(id: string, { by = person, ...odd }: By = {}): Promise<Delivered> {
      const payload = {
        ...interaction("shortcut", by, identity),
        callback_id: id,
        trigger_id: views.trigger(by.user),
        action_ts: `${Date.now()}.${newId()}`,
      };
      return send({ kind: "interactive", payload }, odd);
    },
  };

  /** What Slack does with the acknowledgement of a submission. */
  function react(view: FakeView, body: string): void {
    const said = body === "" ? {} : (JSON.parse(body) as Json);
    switch (said.response_action) {
      case undefined:
        views.close(view);
        return;
      case "errors":
        view.errors = checkedErrors(view, said.errors);
        return;
      case "clear":
        while (views.shownTo(view.user)) views.close(view);
        return;
      default:
        throw new Error(`the fake knows no response_action ${String(said.response_action)}`);
    }
  }
}

function interaction(type: string, by: Actor, { team }: Identity) {
  return {
    type,
    token: "verification-token",
    team: { id: team, domain: "acme" },
    user: { id: by.user, username: by.name, name: by.name, team_id: by.team },
    api_app_id: "A1",
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Slack shows an error beside its field alone, and takes no other. */
function checkedErrors(view: FakeView, errors: unknown): Readonly<Record<string, string>> {
  const blocks = new Set(inputsOf(view.content).map(({ block_id: id }) => String(id)));
  const given = isObject(errors) ? Object.entries(errors) : [];
  if (given.length === 0) throw new Error("an acknowledgement with errors that names none");
  for (const [block, words] of given) {
    if (!blocks.has(block)) throw new Error(`no input is called ${block}`);
    if (typeof words !== "string" || words === "" || words.length > 3000) {
      throw new Error(`the error beside ${block} cannot be shown`);
    }
  }
  return Object.fromEntries(given) as Readonly<Record<string, string>>;
}

function inputsOf({ blocks }: Json): readonly Json[] {
  return Array.isArray(blocks)
    ? blocks.filter(isObject).filter(({ type }) => type === "input")
    : [];
}

type Answers = Readonly<Record<string, Readonly<Record<string, Json>>>>;

function fillIn(content: Json, values: Readonly<Record<string, string>>, by: Actor): Answers {
  const inputs = inputsOf(content);
  const labels = inputs.map(({ label }) => (isObject(label) ? String(label.text) : ""));
  const unknown = Object.keys(values).filter((label) => !labels.includes(label));
  if (unknown.length > 0) {
    throw new Error(`the modal asks for ${labels.join(", ")}, not for ${unknown.join(", ")}`);
  }
  return Object.fromEntries(
    inputs.map(({ block_id: id, element, optional }, index) => {
      const asked = isObject(element) ? element : {};
      const label = labels[index] ?? "";
      const answer = fill(asked, values[label], by);
      const empty = Object.values(answer).some((value) => value === null || value === "");
      // The client does not let anyone submit a form that lacks something.
      if (empty && optional !== true) throw new Error(`"${label}" must be filled in`);
      return [String(id), { [String(asked.action_id)]: { type: asked.type, ...answer } }];
    }),
  );
}

/** What a field holds: what is typed or chosen, else what stood there. */
function fill(element: Json, wanted: string | undefined, by: Actor): Json {
  switch (element.type) {
    case "static_select":
      return { selected_option: optionOf(element, wanted) };
    case "users_select":
      return { selected_user: (wanted ?? element.initial_user ?? "") || null };
    case "timepicker":
      return { selected_time: (wanted ?? element.initial_time ?? "") || null };
    case "conversations_select":
      return { selected_conversation: wanted ?? conversationOf(element, by) };
    default:
      return { value: (wanted ?? element.initial_value ?? "") || null };
  }
}

function conversationOf(element: Json, { channel }: Actor): unknown {
  const current = element.default_to_current_conversation === true ? channel : null;
  return element.initial_conversation ?? current;
}

function optionOf({ options, initial_option }: Json, wanted: string | undefined): unknown {
  if (wanted === undefined) return initial_option ?? null;
  if (wanted === "") return null;
  const all = Array.isArray(options) ? options.filter(isObject) : [];
  const found = all.find(({ text }) => isObject(text) && text.text === wanted);
  if (found) return found;
  const offered = all.map(({ text }) => (isObject(text) ? text.text : "")).join(", ");
  throw new Error(`"${wanted}" cannot be chosen, only ${offered}`);
}

/** An address for each conversation that was chosen where the app asked for one. */
function addressesOf(content: Json, answers: Answers, make: (channel: string) => string) {
  return inputsOf(content).flatMap(({ block_id: id, element }) => {
    if (!isObject(element) || element.response_url_enabled !== true) return [];
    const action = String(element.action_id);
    const channel = answers[String(id)]?.[action]?.selected_conversation;
    return typeof channel === "string"
      ? [{ block_id: id, action_id: action, channel_id: channel, response_url: make(channel) }]
      : [];
  });
}
