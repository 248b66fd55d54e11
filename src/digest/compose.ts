import { sayReadiness } from "../core/assessment.ts";
import { sayLine } from "../core/command.ts";
import {
  type Action,
  actions,
  type Block,
  heading,
  list,
  type Message,
  note,
  type Text,
  text,
} from "../core/message.ts";
import { sayWhen } from "../core/weekly.ts";
import { logSection, logsInOrder } from "./log-section.ts";
import { loginsOf, ownSection } from "./own-sections.ts";
import { changedChecks, endingWaivers, toPutRight } from "./readiness-section.ts";
import { type Shown, shorten } from "./shorten.ts";
import { verdictOf } from "./verdict.ts";
import { type Section, sectionOf, type View } from "./view.ts";
import { bulletinSection, changedInTheWorld, incidentSection, isKnown } from "./world-sections.ts";

/** Lines of a digest: more does not fit a phone. */
const mostLines = 25;
/** Verdict, a heading, small print and buttons. */
const frameLines = 5;

/** What the week came to, for one conversation: verdict first, then what is to be done, then what is in order. */
export function composeDigest(view: View): Message {
  const verdict = verdictOf(view);
  const sections = sectionsOf(view);
  const fine = inOrder(view, sections);
  const shown = shorten(sections, mostLines - frameLines - fine.length);
  return {
    summary: verdict.words,
    tone: verdict.tone,
    blocks: [
      text(spoken(verdict.words)),
      ...shown.flatMap(blocksOf),
      ...(fine.length > 0 && shown.length > 0 ? [heading("In order")] : []),
      ...(fine.length > 0 ? [list(fine)] : []),
      ...smallPrint(view),
      ...buttons(view, sections),
    ],
  };
}

/** What it came to stands out; what that is made of follows. */
function spoken(words: string): Text {
  const colon = words.indexOf(": ");
  if (colon < 0) return [{ bold: words }];
  return [{ bold: words.slice(0, colon + 1) }, words.slice(colon + 1)];
}

function sectionsOf(view: View): readonly Section[] {
  const logins = loginsOf(view);
  const unwell = logins.some(({ well }) => !well) ? logins.map(({ words }) => words) : [];
  return [
    changes(view),
    toPutRight(view),
    endingWaivers(view),
    incidentSection(view),
    logSection(view),
    bulletinSection(view),
    sectionOf("Synthetic logins", unwell),
    ownSection(view),
  ];
}

function changes(view: View): Section {
  const since = [...view.before.values()].map(({ at }) => at).sort((a, b) => +a - +b)[0];
  const title = since ? `Changed since ${sayWhen(since, view.zone)}` : "Changed this week";
  return sectionOf(title, [...changedChecks(view), ...changedInTheWorld(view)]);
}

/** What was looked at and needs nothing, one line each: silence must not be mistaken for health. */
function inOrder(view: View, sections: readonly Section[]): readonly Text[] {
  const is = (title: string) => sections.some((one) => one.title === title && one.items.length > 0);
  const clear = view.assessments.filter(({ results }) =>
    results.every(({ verdict }) => verdict === "pass" || verdict === "waived"),
  );
  const logins = loginsOf(view);
  return [
    ...clear.map(sayReadiness),
    ...(is("Incidents") ? [] : [sayNoIncidents(view)]),
    ...logsInOrder(view),
    ...(is("Bulletins that wait for somebody") ? [] : sayNoBulletins(view)),
    ...(logins.every(({ well }) => well) ? logins.map(sayLogins) : []),
    ...(is("Watchpost itself") ? [] : ["Watchpost reads all its sources, and nothing is held up."]),
  ];
}

function sayNoBulletins(view: View): readonly string[] {
  const known = isKnown(view, "advisories");
  if (known === undefined) return [];
  return known
    ? ["No security bulletin waits for somebody."]
    : ["Whether a security bulletin waits is not known: the advisories were not read."];
}

const sayNoIncidents = (view: View): string =>
  isKnown(view, "status")
    ? "Auth0 told of no incident."
    : "Whether there were incidents is not known: Auth0's status was not read.";

function sayLogins({ words }: { readonly words: Text }): Text {
  return typeof words === "string" ? words : ["Synthetic logins of ", ...words];
}

function blocksOf({ title, items, hidden }: Shown): readonly Block[] {
  const more = hidden > 0 ? ` (${items.length} of ${items.length + hidden})` : "";
  return [heading(`${title}${more}`), list(items)];
}

function smallPrint({ at, since, before, assessments, lateSince, zone }: View): readonly Block[] {
  const first = assessments.length > 0 && before.size === 0;
  const compared = first ? " There is no earlier digest to compare the checks with." : "";
  return [
    ...(lateSince
      ? [
          note(
            `This digest is late: it was due on ${sayWhen(lateSince, zone)} and could not be made then.`,
          ),
        ]
      : []),
    note(
      `Weekly digest of ${sayWhen(since, zone)} to ${sayWhen(at, zone)}, ${zone}. Tenants were checked as it was made.${compared}`,
    ),
  ];
}

function buttons({ tenants }: View, sections: readonly Section[]): readonly Block[] {
  const is = (beginning: string) =>
    sections.some(({ title, items }) => title.startsWith(beginning) && items.length > 0);
  const offered: readonly Action[] = [
    ...tenants
      .slice(0, 3)
      .map(({ name }) => ({ label: `Readiness of ${name}`, line: `readiness ${name}` })),
    ...(is("Bulletins") ? [{ label: "Bulletins", line: "bulletins open" }] : []),
    ...(is("Incidents") ? [{ label: "Incidents", line: "incidents" }] : []),
    ...(is("Failures")
      ? tenants
          .filter(({ logs }) => logs)
          .slice(0, 2)
          .map(({ name }) => ({
            label: tenants.length > 1 ? `Errors of ${name}` : "Errors",
            line: sayLine("errors", { since: "7d", tenant: name }),
          }))
      : []),
    ...(is("Watchpost") ? [{ label: "Doctor", line: "doctor" }] : []),
  ];
  return offered.length > 0 ? [actions(...offered)] : [];
}
