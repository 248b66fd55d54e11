import type { LogEvent } from "../log-event.ts";
import { fold } from "../log-match.ts";

/** Whom an event is about, which is not always who did it; folded, as they are compared. */
export interface About {
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

/** Who brought something about: a person where one is named, else the application that asked. */
export interface Actor {
  readonly person?: string;
  readonly client?: string;
}

/** Calls of the Management API: whoever is named as the user made the call. */
export const isCall = ({ type }: Pick<LogEvent, "type">): boolean =>
  type === "sapi" || type === "fapi" || type === "mgmt_api_read";

export function aboutOf(event: LogEvent): About {
  const { ids, names } = isCall(event) ? aboutCall(event) : aboutPerson(event);
  return { ids: unique(ids), names: unique(names) };
}

function aboutPerson({ userId, userName, details }: LogEvent): Given {
  const to = at(details, "to");
  // A message is its receiver's affair, whoever brought it about.
  if (typeof to === "string" && to !== "") {
    const own = userName === undefined || fold(userName) === fold(to);
    return { ids: own ? [userId] : [], names: [to] };
  }
  if (userId !== undefined) return { ids: [userId], names: [userName] };
  const named = [userName, at(details, "email"), at(details, "body", "email")];
  return { ids: [at(details, "user_id")], names: named };
}

/** The account that an event says goes by this name; undefined where it says nothing of that. */
export function idNamed({ ids, names }: About, name: string): string | undefined {
  const [id, ...more] = ids;
  // A call that names several people says of none of them what they are called.
  return id !== undefined && more.length === 0 && names.includes(name) ? id : undefined;
}

interface Given {
  readonly ids: readonly unknown[];
  readonly names: readonly unknown[];
}

function aboutCall({ details }: LogEvent): Given {
  const [body, told] = [at(details, "request", "body"), at(details, "response", "body")];
  const path = callOf(details).path;
  const [, kind = "", id = ""] = /\/(users|user-blocks)\/([^/?#]+)/u.exec(path) ?? [];
  const ofPath = kind === "" ? [] : [decoded(id)];
  const members = at(body, "members");
  return {
    ids: [
      ...ofPath,
      at(body, "user_id"),
      at(told, "user_id"),
      ...(Array.isArray(members) ? members : []),
    ],
    names: [at(body, "email"), at(told, "email"), at(details, "request", "query", "identifier")],
  };
}

/** What was asked of the Management API. */
export function callOf(details: unknown): { readonly method: string; readonly path: string } {
  const [method, path] = [at(details, "request", "method"), at(details, "request", "path")];
  return {
    method: typeof method === "string" ? method.toLowerCase() : "",
    path: typeof path === "string" ? path : "",
  };
}

/** What such a call sets of a user: `blocked`, `password`. */
export const setsOf = (details: unknown, field: string): unknown =>
  at(details, "request", "body", field);

export function actorOf(event: LogEvent): Actor {
  const caller = at(event.details, "request", "auth", "user");
  const named = [
    at(caller, "name"),
    at(caller, "email"),
    isCall(event) ? event.userName : undefined,
  ];
  const person = named.find((one) => typeof one === "string" && one !== "");
  return {
    ...(typeof person === "string" ? { person } : {}),
    ...(event.clientName ? { client: event.clientName } : {}),
  };
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

const unique = (given: readonly unknown[]): readonly string[] => [
  ...new Set(
    given.filter((one): one is string => typeof one === "string" && one.trim() !== "").map(fold),
  ),
];

/** A value inside others; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (held, key) =>
      typeof held === "object" && held !== null && Object.hasOwn(held, key)
        ? (held as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
