import type { Dice } from "../logs/dice.ts";

/** What everybody may say; some of it is no line that there is, or not understood. */
const common: readonly string[] = [
  "help",
  "explain fp",
  "incidents",
  "changes",
  "status",
  "bulletins",
  "explain mfa_required",
  "help subscribe",
  "home",
  "nonsense words",
  "explain 429",
  "help explain",
  "doctor",
  "changes refresh tokens",
  "incidents since:7d",
  "access",
  "explain",
  "changes since:never",
  "help logs",
  "/status",
];

/** What takes a role: whoever lacks it is refused. */
const privileged: readonly string[] = [
  "logs type:failures since:1h",
  "logs",
  "subscriptions",
  "logs user:ada@example.com since:1d",
  "audit",
  "digest",
];

/** What acts, or takes the bot long. */
const rare: readonly string[] = [
  "readiness",
  "errors",
  "limits",
  "subscribe changelog",
  "user ada@example.com",
  "login",
  "mute 1h",
  "errors since:7d",
  "audit who:me since:1d",
  "logs type:fp text:password since:7d",
  "unsubscribe changelog",
  "digest now",
  "mute off",
  "forget nobody-at-all@example.com",
  "limits since:7d",
  "tail type:limits for:1m",
  "readiness check:no-local-addresses",
  "logs since:1h as:jsonl",
  "tail stop",
  "audit outcome:refused",
  "waive no-local-addresses until:30d reason:bench",
  "errors tenant:edge",
  "access who:me",
];

/** One line in so many acts, or takes long; and so many of the others take a role. */
const rareOf = 40;
const privilegedOf = 5;

/** All of them in turn, each kind by itself. */
export function createWords(dice: Dice): () => string {
  const turns = { common: 0, privileged: 0, rare: 0 };
  const next = (from: readonly string[], kind: keyof typeof turns): string => {
    turns[kind] += 1;
    return from[turns[kind] % from.length] ?? "help";
  };
  return () => {
    if (dice.chance(1 / rareOf)) return next(rare, "rare");
    return dice.chance(1 / privilegedOf) ? next(privileged, "privileged") : next(common, "common");
  };
}
