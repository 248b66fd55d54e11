import type { Mutant } from "./mutant.ts";

export const deliveryMutants: readonly Mutant[] = [
  {
    rule: 1,
    name: "count revisions that piled up as told by the card alone",
    file: "src/delivery/step.ts",
    from: "cardTells(subject, subscription.as, untold) ? keys : []",
    to: "keys",
    tests: ["test/delivery/step.test.ts", "test/delivery/delivery.test.ts"],
  },
  {
    rule: 1,
    name: "remember that something was told before it was shown",
    file: "src/delivery/lane.ts",
    from: "  let card: Card;\n",
    to: '  let card: Card = { id: "none", shown: "" };\n  await options.outbox.told({ conversation: telling.subscription.conversation, source: telling.subject.source, subject: telling.subject.id, card, revisions: step.tells });\n',
    tests: ["test/delivery/delivery.test.ts", "test/chaos"],
  },
  {
    rule: 1,
    name: "give a new try of a post a key of its own",
    file: "src/delivery/lane.ts",
    from: "${subject.id}/${order}`",
    to: "${subject.id}/${order}/${Math.random()}`",
    tests: ["test/delivery/delivery.test.ts"],
  },
  {
    rule: 4,
    name: "pause a conversation that was opened again while it refused",
    file: "adapters/sql/pauses.ts",
    from: "if (paused.generation !== undefined && paused.generation !== generation) return;",
    to: "",
    tests: ["test/adapters/store.test.ts", "test/delivery/delivery.test.ts"],
  },
  {
    rule: 5,
    name: "wait as much longer as the clock was set back while the bot was stopped",
    file: "adapters/sql/last-claim.ts",
    from: "last ?? (await lastLife(work))",
    to: "last",
    tests: ["test/adapters/store.test.ts"],
  },
];
