import { HOUR } from "../../core/clock.ts";
import { listing } from "./listing.ts";
import { testOf } from "./logs.ts";
import { findPerson, people, userOf } from "./people.ts";
import type { Reply } from "./reply.ts";

const searchable = ["email", "family_name", "given_name", "name", "nickname", "user_id"];

export function findUser(id: string, now: Date): object | undefined {
  const person = people.find((each) => each.id === id);
  return person && userOf(person, hourOf(now));
}

export function findUserByEmail(email: string, now: Date): readonly object[] {
  const person = findPerson(email);
  return person ? [userOf(person, hourOf(now))] : [];
}

export function searchUsers(query: URLSearchParams, now: Date): Reply {
  const test = testOf(query.get("q") ?? "", searchable);
  if (typeof test !== "function") return test;
  const users = people.map((person) => userOf(person, hourOf(now)));
  return listing("users", users.filter(test), query);
}

const hourOf = (date: Date): Date => new Date(Math.floor(date.getTime() / HOUR) * HOUR);
