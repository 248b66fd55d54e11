import { sayFreshness } from "../core/freshness.ts";
import { type Block, heading, list, note, type Span, type Text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { sayFigures } from "./status-figures.ts";
import type { LoginView } from "./status-login.ts";
import { sayState } from "./status-sections.ts";
import { everyone, most, type View } from "./status-view.ts";

/** A line for each tenant. Times are those of the clock: a page that is left open grows old, and an age on it would lie. */
export function tenantLines(views: readonly View[], now: Date): readonly Block[] {
  const [only] = views;
  if (only?.name === everyone) return [];
  const more = views.length - most;
  return [
    heading(views.length === 1 ? "Tenant" : "Tenants"),
    list(views.slice(0, most).map((view) => lineOf(view, now))),
    ...(more > 0
      ? [note(`and ${sayCount(more, "more tenant")}; status tells of each by name`)]
      : []),
  ];
}

function lineOf(view: View, now: Date): Text {
  const { name, target, freshness, login, figures } = view;
  const figure = sayFigures(figures, now).map((words): readonly Span[] => [words]);
  const parts: readonly (readonly Span[])[] = [
    [sayState(view)],
    ...(login ? sayLogin(login) : []),
    ...figure,
    ...(freshness === "fresh" ? [] : [[`Auth0's status ${sayFreshness(target, freshness, now)}`]]),
  ];
  return [
    { bold: name },
    ": ",
    ...parts.flatMap((part, index) => (index > 0 ? ["; ", ...part] : part)),
  ];
}

function sayLogin({ state, runs }: LoginView): readonly (readonly Span[])[] {
  const [last] = runs;
  if (state === "none") return [];
  if (!last) return [["no login tried yet"]];
  const went = state === "old" ? "last login tried " : `login ${last.ok ? "worked" : "failed"} `;
  return [[went, { time: last.at }]];
}
