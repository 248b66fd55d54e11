import { advisoriesTarget } from "../../src/core/advisory.ts";
import type { LedgerLine } from "../../src/core/bulletin.ts";
import { HOUR } from "../../src/core/clock.ts";
import type { CommandContext, SourceFacts } from "../../src/core/command.ts";
import type { TargetState } from "../../src/core/store.ts";
import { type KnownSubject, withKeys } from "../../src/core/subject.ts";
import { ada } from "../fakes/context.ts";
import { type FakeStore, fakeStore } from "../fakes/store.ts";
import { ago, target } from "../fakes/subjects.ts";

const source: SourceFacts = {
  id: "advisories",
  title: "Security advisories",
  summary: "Weaknesses",
  labels: ["critical", "high", "medium", "low", "affected"],
  feedNamed: false,
  every: HOUR,
  staleAfter: 10 * HOUR,
};

export const uses = "@auth0/nextjs-auth0 4.12.0 (web/package-lock.json)";

/** A bulletin that OSV tells of, open since two days before. */
export function known(id: string, more: Partial<KnownSubject> = {}): KnownSubject {
  return {
    source: "advisories",
    id,
    title: `${id} (medium) in @auth0/nextjs-auth0: A weakness`,
    url: `https://advisories.example/${id}`,
    phase: "identified",
    revisions: withKeys([
      { phase: "identified", text: `${uses} is affected.`, at: ago(48 * HOUR) },
    ]),
    labels: ["medium", "affected"],
    facts: [
      { label: "Affected", value: `${uses}; vulnerable from 4.12.0; fixed in 4.18.0` },
      { label: "Severity", value: "medium" },
      { label: "Told by", value: "OSV" },
    ],
    tenants: [],
    firstSeenAt: ago(48 * HOUR),
    changedAt: ago(48 * HOUR),
    ...more,
  };
}

const { key, title } = advisoriesTarget;

/** A house in which these bulletins are known, and this was done about them. */
export function houseOf(
  subjects: readonly KnownSubject[],
  { read = {}, ...given }: Partial<CommandContext> & { read?: Partial<TargetState> } = {},
): Partial<CommandContext> & { readonly store: FakeStore } {
  const { tenant: _everyone, ...state } = target({ key, title, source: "advisories", ...read });
  return { ...given, sources: [source], store: fakeStore({ subjects, targets: [state] }) };
}

export const line = (bulletin: string, more: Partial<LedgerLine> = {}): LedgerLine => ({
  bulletin,
  state: "acknowledged",
  by: { id: ada.id, name: "Ada" },
  at: ago(2 * HOUR),
  ...more,
});

export const grace = {
  id: "local:user:grace",
  name: "Grace",
  zone: "UTC",
  groups: [],
  member: true,
} as const;
