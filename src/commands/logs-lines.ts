import { sayLine } from "../core/command.ts";
import type { LogAsked } from "../core/log-args.ts";
import { lineOf, namesNobody } from "../core/log-asked.ts";
import type { LogQuery } from "../core/log-query.ts";
import type { EventView, Viewer } from "../core/log-words.ts";
import { type Action, actions, type Block } from "../core/message.ts";

/** Buttons side by side that every platform shows. */
const inRow = 5;

export const rowsOf = (buttons: readonly Action[]): readonly Block[] =>
  Array.from({ length: Math.ceil(buttons.length / inRow) }, (_, row) =>
    actions(...buttons.slice(row * inRow, (row + 1) * inRow)),
  );

type Values = Readonly<Record<string, string | number | undefined>>;

/** What was asked for, as words and as their meaning. */
export interface Wanted {
  readonly asked: LogAsked;
  readonly query: LogQuery;
}

/** The line of a button; undefined where many will see the button, and the line would say whom it is about. */
export function lineFor(
  { asked, query }: Wanted,
  more: Values,
  viewer: Viewer,
  views: readonly EventView[],
): string | undefined {
  const mayBeSaid = !viewer.masked || namesNobody(query, views);
  return mayBeSaid ? lineOf("logs", asked, more) : undefined;
}

/** The line that shows one event in full; undefined for many where the id does not look like one of Auth0's. */
export function eventLineFor(
  event: string,
  tenant: string | undefined,
  { masked }: Viewer,
): string | undefined {
  return masked && !/^\d{20,80}$/.test(event) ? undefined : sayLine("logs", { event, tenant });
}
