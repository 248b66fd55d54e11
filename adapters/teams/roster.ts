import type { PersonId } from "../../src/core/address.ts";
import type { Invocation } from "../../src/core/chat-adapter.ts";
import { type Clock, HOUR } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import type { Connector } from "./connector.ts";
import type { Contact, Reference, References } from "./references.ts";

/**
 * Whether whoever spoke belongs to the tenant. An activity seldom tells guests apart, so Teams' roster is
 * asked, once an hour per person; what it said last stands while it cannot be asked. Nobody it never
 * vouched for is a member.
 */
export function createRoster(given: {
  connector: Connector;
  references: References;
  clock: Clock;
  log: Log;
}): (invocation: Invocation) => Promise<Invocation> {
  const { connector, references, clock, log } = given;

  async function isMember({ by, from }: Invocation): Promise<boolean> {
    const contact = await references.contact(by.id);
    const reference = await references.find(from.conversation);
    if (!(contact && reference)) return false;
    if (contact.roster && clock.now().getTime() - contact.roster.at < HOUR) {
      return contact.roster.isMember;
    }
    return (await renewed(by.id, reference, contact)) ?? contact.roster?.isMember ?? false;
  }

  async function renewed(
    person: PersonId,
    reference: Reference,
    contact: Contact,
  ): Promise<boolean | undefined> {
    try {
      const roster = { isMember: await ask(reference, contact), at: clock.now().getTime() };
      await references.meet(person, { ...contact, roster });
      return roster.isMember;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.warn({ err: error }, "Teams did not say whether somebody is a member or a guest");
      return undefined;
    }
  }

  async function ask(reference: Reference, { member }: Contact): Promise<boolean> {
    const { userRole = "user", tenantId } = await connector.member(reference, member);
    return userRole === "user" && (tenantId ?? reference.tenant) === reference.tenant;
  }

  return async (invocation) =>
    invocation.by.member
      ? { ...invocation, by: { ...invocation.by, member: await isMember(invocation) } }
      : invocation;
}
