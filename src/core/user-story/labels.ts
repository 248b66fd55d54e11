import { logCauses } from "../log-causes/index.ts";
import { logTypeOf } from "../log-types/index.ts";
import { actorOf, isCall } from "./about.ts";
import { factorName, messageName } from "./messages.ts";
import type { Moment } from "./moments.ts";
import type { Teller } from "./verdict.ts";

/** What happened, as a line begins. */
export function labelOf(moment: Moment, tell: Teller): string {
  const { event, part } = moment;
  if (isCall(event)) return `${callLabels[part] ?? "Changed"} by ${tell.actor(actorOf(event))}`;
  return (labels[part] ?? typeLabel)(moment);
}

const labels: Readonly<Partial<Record<Moment["part"], (moment: Moment) => string>>> = {
  sent: (moment) => `Sent: ${messageName(moment)}`,
  unsent: (moment) => `Not sent: ${messageName(moment)} (${phraseOf(moment)})`,
  login: () => "Logged in",
  failure: failureLabel,
  block: failureLabel,
};

function failureLabel(moment: Moment): string {
  return `${capital(phraseOf(moment))}${inBrackets(factorName(moment))}`;
}

function typeLabel(moment: Moment): string {
  const name = logTypeOf(moment.event.type)?.name ?? "Something of an unknown type";
  const whole = `${name}${inBrackets(factorName(moment))}`;
  return moment.cause === "" ? whole : `${whole}: ${phraseOf(moment)}`;
}

const inBrackets = (words: string | undefined): string => (words ? ` (${words})` : "");

const callLabels: Readonly<Partial<Record<Moment["part"], string>>> = {
  barred: "Account blocked",
  unbarred: "Account unblocked",
  released: "Block released",
  deleted: "Account deleted",
  made: "Account made",
  password: "New password set",
};

function phraseOf({ cause, event }: Moment): string {
  return logCauses.get(cause)?.phrase ?? logTypeOf(event.type)?.name.toLowerCase() ?? "failed";
}

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
