import { sayLine } from "../core/command.ts";
import type { EventView, Viewer } from "../core/log-words.ts";
import { isPlain } from "../core/mask.ts";
import { type Action, actions, type Block } from "../core/message.ts";
import type { Asked } from "./logs-search.ts";

/** Buttons side by side that every platform shows. */
const inRow = 5;

export const rowsOf = (buttons: readonly Action[]): readonly Block[] =>
  Array.from({ length: Math.ceil(buttons.length / inRow) }, (_, row) =>
    actions(...buttons.slice(row * inRow, (row + 1) * inRow)),
  );

type Values = Readonly<Record<string, string | number | undefined>>;

/** The words of a line that asks the same again. */
export function valuesOf({ type, since, until, ...asked }: Asked): Values {
  return { ...asked, type: type?.written, since: since?.written, until: until?.written };
}

/** The same, of a fixed stretch of time: between two pages, time goes on. */
export function fixedValuesOf(asked: Asked, now: Date): Values {
  const second = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;
  const { since, until } = asked;
  return {
    ...valuesOf(asked),
    since: since && second(since.value),
    until: second(until?.value ?? now),
  };
}

/** The line of a button; undefined where many will see the button, and the line would say whom it is about. */
export function lineFor(
  asked: Asked,
  values: Values,
  viewer: Viewer,
  views: readonly EventView[],
): string | undefined {
  const { client, connection, org } = asked;
  const named = [client, connection, org].every((word) => !word || isShown(word, views));
  const personal = Boolean(asked.user || asked.ip || asked.text || asked.type?.unknown.length);
  return viewer.masked && (personal || !named) ? undefined : sayLine("logs", values);
}

/** Whether a typed word says no more than the events that are shown to everybody do. */
export const isShown = (word: string, views: readonly EventView[]): boolean =>
  isPlain(word) &&
  views.some(({ client, connection, organization }) =>
    [client, connection, organization].includes(word),
  );

/** The line that shows one event in full; undefined for many where the id does not look like one of Auth0's. */
export function eventLineFor(
  event: string,
  tenant: string | undefined,
  { masked }: Viewer,
): string | undefined {
  return masked && !/^\d{20,80}$/.test(event) ? undefined : sayLine("logs", { event, tenant });
}
