import type { Assessment } from "../core/check.ts";
import { DAY } from "../core/clock.ts";
import type { Text } from "../core/message.ts";
import type { KnownSubject } from "../core/subject.ts";
import type { Facts } from "./facts.ts";

/** The facts as one conversation is told them. */
export interface View extends Facts {
  /** Times are said in it. */
  readonly zone: string;
  /** What happened since then is told. */
  readonly since: Date;
  /** Every tenant's assessment that an earlier digest reported, where there is one. */
  readonly before: ReadonlyMap<string, Assessment>;
  /** When it was due, where it comes later than that. */
  readonly lateSince?: Date;
}

/** A part of the digest: a heading and lines. Without lines it is not shown. */
export interface Section {
  readonly title: string;
  readonly items: readonly Text[];
  /** How many the lines stand for, where one may stand for several. */
  readonly count: number;
}

export const sectionOf = (
  title: string,
  items: readonly Text[],
  count = items.length,
): Section => ({
  title,
  items,
  count,
});

/** At least a week, and no less than what the last digest did not tell. */
export function beginOf(at: Date, lastAt: Date | undefined): Date {
  const week = new Date(at.getTime() - 7 * DAY);
  return lastAt && lastAt < week ? lastAt : week;
}

/** What concerns a tenant alone is left out where only another one is followed. */
export function only(tenant: string | undefined, facts: Facts): Facts {
  if (tenant === undefined) return facts;
  const concerns = ({ tenants }: KnownSubject) => tenants.length === 0 || tenants.includes(tenant);
  const isMine = (one: { readonly tenant?: string }) =>
    one.tenant === undefined || one.tenant === tenant;
  return {
    ...facts,
    tenants: facts.tenants.filter(({ name }) => name === tenant),
    assessments: facts.assessments.filter(isMine),
    waivers: facts.waivers.filter(isMine),
    incidents: facts.incidents.filter(concerns),
    alerts: facts.alerts.filter(concerns),
    targets: facts.targets.filter(isMine),
  };
}

/** "prod: " where there are several tenants to be told apart. */
export const whose = ({ tenants }: Pick<Facts, "tenants">, tenant: string): string =>
  tenants.length > 1 ? `${tenant}: ` : "";
