/** A rule broken on purpose: one replacement in one file, and the tests that must turn red. */
export interface Mutant {
  /** As design rules are numbered: what must hold. */
  readonly rule: number;
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

export const mutants: readonly Mutant[] = [
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
    rule: 2,
    name: "post a new card for each state",
    file: "src/delivery/lane.ts",
    from: "    await adapter.edit({ conversation, id: step.card.id }, message);",
    to: "    await adapter.post({ conversation }, message);",
    tests: ["test/delivery/delivery.test.ts"],
  },
  {
    rule: 2,
    name: "broadcast every reply out of its thread",
    file: "src/delivery/step.ts",
    from: 'alsoInChannel: subscription.as === "all"',
    to: "alsoInChannel: true",
    tests: ["test/delivery/step.test.ts"],
  },
  {
    rule: 3,
    name: "tell what was there at the first read",
    file: "src/core/novelty.ts",
    from: "if (given.firstRead) return { card: isOpen(after.phase), revisions: [] };",
    to: "if (given.firstRead) return { card: true, revisions: fresh };",
    tests: ["test/core/novelty.test.ts", "test/adapters/store.test.ts"],
  },
  {
    rule: 3,
    name: "make a revision's key of the feed's dates",
    file: "src/core/subject.ts",
    from: "const words = `${revision.phase}\\n",
    to: "const words = `${revision.at?.getTime()} ${revision.phase}\\n",
    tests: ["test/sources/status.test.ts", "test/core/novelty.test.ts"],
  },
  {
    rule: 4,
    name: "go on trying a closed conversation without pausing it",
    file: "src/delivery/lane.ts",
    from: "      await outbox.pause(conversation, { reason: failure.message, since: now, retryAt });\n",
    to: "",
    tests: ["test/delivery/delivery.test.ts"],
  },
  {
    rule: 5,
    name: "take silence for health",
    file: "src/feeds/staleness.ts",
    from: "if (now.getTime() - since.getTime() <= limit) return undefined;",
    to: "if (limit > 0) return undefined;",
    tests: ["test/feeds/runner.test.ts"],
  },
  {
    rule: 6,
    name: "ignore how long the platform asked to wait",
    file: "src/delivery/lane.ts",
    from: "failure.retryAfterMs ?? backoff(lane.failures, options.random())",
    to: "backoff(0, 0)",
    tests: ["test/delivery/delivery.test.ts"],
  },
  {
    rule: 6,
    name: "send as fast as the network takes it",
    file: "src/delivery/pacer.ts",
    from: "return before === undefined ? 0 : before + perMs - now;",
    to: "return before === undefined ? 0 : 0;",
    tests: ["test/delivery/pacer.test.ts"],
  },
  {
    rule: 7,
    name: "forget the lines that were acknowledged before a crash",
    file: "src/core/lines.ts",
    from: "await records.set(`line/${id}`, kept);",
    to: "",
    tests: ["test/core/lines.test.ts", "test/adapters/local.test.ts"],
  },
  {
    rule: 7,
    name: "leave the asker without a sign while an answer takes long",
    file: "src/core/dispatch.ts",
    from: "    yield progress(asked, ms);\n",
    to: "",
    tests: ["test/core/dispatch.test.ts"],
  },
  {
    rule: 10,
    name: "let a feed's words be markup in Slack",
    file: "adapters/slack/limits.ts",
    from: 'return literal.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");',
    to: "return literal;",
    tests: ["test/adapters/slack-render.test.ts"],
  },
  {
    rule: 10,
    name: "show a private answer to everyone in the local chat",
    file: "src/core/dispatch.ts",
    from: 'const audience = share ? "all" : (command?.audience ?? "asker");',
    to: 'const audience = "all";',
    tests: ["test/core/dispatch.test.ts"],
  },
  {
    rule: 12,
    name: "let other web pages use the local chat",
    file: "adapters/local/doors.ts",
    from: "if (ownOrigin && ownSite) return undefined;",
    to: "if (ownOrigin || ownSite) return undefined;",
    tests: ["test/adapters/local-doors.test.ts"],
  },
  {
    rule: 12,
    name: "read private addresses that people name",
    file: "src/feeds/guard.ts",
    from: 'if (isIPv4(plain)) return !refused4.check(plain, "ipv4");',
    to: "if (isIPv4(plain)) return true;",
    tests: ["test/feeds/guard.test.ts"],
  },
  {
    rule: 12,
    name: "serve another organisation's Teams tenant",
    file: "adapters/teams/authentication.ts",
    from: 'if (!anyTenant && tenantOf(activity) !== settings.tenantId) return "it is from another tenant";\n',
    to: "",
    tests: ["test/adapters/teams-door.test.ts"],
  },
];
