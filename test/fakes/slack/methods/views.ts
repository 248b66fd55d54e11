import { isObject } from "../../../../adapters/slack/block-kit.ts";
import { viewPayload } from "../views.ts";
import { Refusal } from "../world.ts";
import type { Methods, Surroundings } from "./method.ts";

/** None of them needs a scope. */
export const views: Methods = {
  "views.open": {
    run: (form, around) =>
      answer(around.views.open(form.get("trigger_id") ?? "", contentOf(form)), around),
  },
  "views.push": {
    run: (form, around) =>
      answer(around.views.push(form.get("trigger_id") ?? "", contentOf(form)), around),
  },
  "views.update": {
    run(form, around) {
      const [id, externalId] = [form.get("view_id"), form.get("external_id")];
      const wanted = {
        ...(id ? { id } : {}),
        ...(externalId ? { externalId } : {}),
        ...hashOf(form),
      };
      return answer(around.views.update(wanted, contentOf(form)), around);
    },
  },
  "views.publish": {
    run: (form, around) =>
      answer(
        around.views.publish(form.get("user_id") ?? "", contentOf(form), hashOf(form).hash),
        around,
      ),
  },
};

function contentOf(form: URLSearchParams): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(form.get("view") ?? "");
    if (isObject(content)) return content;
  } catch {
    // Answered below, as whatever else is no view.
  }
  throw new Refusal("invalid_arguments", ["view is no JSON object"]);
}

function hashOf(form: URLSearchParams): { hash?: string } {
  const hash = form.get("hash");
  return hash === null ? {} : { hash };
}

const answer = (view: Parameters<typeof viewPayload>[0], { identity }: Surroundings) => ({
  view: viewPayload(view, identity),
});
