import { HOUR } from "../../core/clock.ts";
import { listing, onlyFields } from "./listing.ts";
import { testOf } from "./logs.ts";
import { findPerson, people, userOf } from "./people.ts";
import { ok, type Reply } from "./reply.ts";

const searchable = [
  "email",
  "family_name",
  "given_name",
  "name",
  "nickname",
  "user_id",
  // Nobody here has one, but everybody may be searched by it.
  "username",
] as const;

export function findUser(id: string, now: Date): object | undefined {
  const person = people.find((each) => each.id === id);
  return person && userOf(person, hourOf(now));
}

export function findUserByEmail(query: URLSearchParams, now: Date): Reply {
  const person = findPerson(query.get("email") ?? "");
  return ok(person ? [onlyFields(userOf(person, hourOf(now)), query)] : []);
}

export function searchUsers(query: URLSearchParams, now: Date): Reply {
  const test = testOf(query.get("q") ?? "", searchable);
  if (typeof test !== "function") return test;
  const users = people.map((person) => userOf(person, hourOf(now)));
  return listing("users", users.filter(test), query);
}

const hourOf = (date: Date): Date => new Date(Math.floor(date.getTime() / HOUR) * HOUR);
