import { setImmediate } from "node:timers/promises";
import { entryOf } from "./audit-entry.ts";
import type { Names } from "./border-names.ts";
import type { CommandContext } from "./command.ts";
import type { LogEvent } from "./log-event.ts";
import { personsIn } from "./log-persons.ts";
import { isOwn, type KnownSubject } from "./subject.ts";
import type { Parts, Tenant } from "./tenant.ts";

/** What a command was handed while it answered one line. */
export interface Notes {
  readonly names: Names;
  /** Texts that are published anyway: what stands in them is for everybody. */
  readonly published: string[];
}

/**
 * The ports by which personal data comes to a command. The others hand out counts, sentences of the bot's own, and what people
 * chose before everybody's eyes.
 */
export type Handing = Pick<
  CommandContext,
  "logs" | "archive" | "tenant" | "store" | "follow" | "tenants" | "logins" | "roles" | "audit"
>;

/** The same ports; whom they tell of is noted, and so is what they tell that is published. */
export function noting<Ports extends Handing>(ports: Ports, notes: Notes): Ports {
  for (const { name, domain } of ports.tenants) {
    for (const thing of [name, domain, ...name.split(/\W+/u)]) notes.names.thing(thing);
  }
  const told = <Found extends { readonly events: readonly LogEvent[] }>(found: Promise<Found>) =>
    found.then(async (each) => {
      await noteEvents(each.events, notes.names);
      return each;
    });
  const one = (found: Promise<LogEvent | undefined>) =>
    found.then((event) => {
      if (event) noteEvent(event, notes.names);
      return event;
    });
  const { logs, archive, tenant, store, follow } = ports;
  return {
    ...ports,
    logs: {
      search: (...asked) => told(logs.search(...asked)),
      event: (...asked) => one(logs.event(...asked)),
    },
    archive: {
      ...archive,
      search: (...asked) => told(archive.search(...asked)),
      watch: (name, query, listener) =>
        archive.watch(name, query, (arrival) => {
          for (const event of arrival.events) noteEvent(event, notes.names);
          listener(arrival);
        }),
    },
    tenant: (name) => tenantNoting(tenant(name), { told, one, notes }),
    store: {
      ...store,
      subjects: {
        ...store.subjects,
        find: async (query) => publishing(await store.subjects.find(query), notes),
      },
    },
    follow: async (...asked) => publishing(await follow(...asked), notes),
    ...aboutPeople(ports, notes),
  };
}

/** Those that tell of one person, or of who said what. */
function aboutPeople(
  { logins, roles, audit }: Handing,
  { names }: Notes,
): Pick<Handing, "logins" | "roles" | "audit"> {
  return {
    logins: {
      ...logins,
      async standing(tenant) {
        const standing = await logins.standing(tenant);
        if (standing) names.person(standing.username);
        return standing;
      },
    },
    roles: {
      ...roles,
      async person(...asked) {
        const person = await roles.person(...asked);
        if (person) names.person(person.name, person.id);
        return person;
      },
    },
    audit: {
      ...audit,
      async find(query) {
        const records = await audit.find(query);
        for (const { text } of records) {
          const { by } = entryOf(text) ?? {};
          if (by) names.person(by.name, by.id);
        }
        return records;
      },
    },
  };
}

function tenantNoting(
  tenant: Tenant,
  given: {
    told<Found extends { readonly events: readonly LogEvent[] }>(
      found: Promise<Found>,
    ): Promise<Found>;
    one(found: Promise<LogEvent | undefined>): Promise<LogEvent | undefined>;
    notes: Notes;
  },
): Tenant {
  const { told, one, notes } = given;
  return {
    name: tenant.name,
    domain: tenant.domain,
    async read(part) {
      const value = await tenant.read(part);
      notePart({ [part]: value } as Partial<Parts>, notes);
      return value;
    },
    logs: (...asked) => told(tenant.logs(...asked)),
    logEvent: (...asked) => one(tenant.logEvent(...asked)),
    logsAfter: (...asked) => told(tenant.logsAfter(...asked)),
    quota: () => tenant.quota(),
  };
}

/** Whom to write to is told to everybody who logs in; the test user is a user as any other. */
function notePart({ settings, testUser }: Partial<Parts>, { names, published }: Notes): void {
  if (testUser) names.person(testUser.id);
  for (const contact of [settings?.supportEmail, settings?.supportUrl]) {
    if (contact) published.push(contact);
  }
}

/** Somebody else published it, and everybody may read it there. */
function publishing(
  subjects: readonly KnownSubject[],
  { published }: Notes,
): readonly KnownSubject[] {
  for (const subject of subjects) {
    if (!isOwn(subject)) published.push(...textsOf(subject));
  }
  return subjects;
}

const textsOf = ({ title, url, labels, facts, revisions }: KnownSubject): readonly string[] => [
  title,
  url,
  ...labels,
  ...facts.map(({ value }) => value),
  ...revisions.map(({ text }) => text),
];

/** Events that are looked into at once: a few milliseconds of work. */
const atOnce = 200;

export async function noteEvents(events: readonly LogEvent[], names: Names): Promise<void> {
  for (const [index, event] of events.entries()) {
    if (index > 0 && index % atOnce === 0) await setImmediate();
    noteEvent(event, names);
  }
}

/** Whoever is named in it, and what else has a name there. The account that it is about has one number under all its names. */
function noteEvent(event: LogEvent, names: Names): void {
  const { type, userId, userName, ip, clientName, connection, raw } = event;
  for (const thing of textsIn(type, clientName, connection)) names.thing(thing);
  for (const name of textsIn(userId, userName)) names.person(name, userId ?? userName);
  for (const name of personsIn(event)) names.person(name);
  if (event.description) names.told(event.description);
  for (const address of textsIn(ip, raw.client_ip)) names.address(address);
}

const textsIn = (...held: readonly unknown[]): readonly string[] =>
  held.filter((one): one is string => typeof one === "string");
