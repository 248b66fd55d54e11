import type { Roster } from "../roster.ts";
import type { Views } from "../views.ts";
import type { World } from "../world.ts";

export interface Identity {
  readonly botToken: string;
  readonly appToken: string;
  readonly team: string;
  readonly botUser: string;
  /** What the bot is called in the workspace. */
  readonly name?: string;
}

export type Answer = Readonly<Record<string, unknown>>;

/** What a method may look at and change. */
export interface Surroundings {
  readonly world: World;
  readonly views: Views;
  readonly roster: Roster;
  readonly identity: Identity;
  /** The fake's own address, without a slash at the end. */
  readonly url: string;
  now(): number;
}

/** One method of the Web API. */
export interface Method {
  /** The scope that the token must have been granted. */
  readonly scope?: string;
  /** The kind of token it takes; the bot's unless it says. */
  readonly token?: "app";
  /** @throws Refusal */
  run(form: URLSearchParams, around: Surroundings): Answer;
}

export type Methods = Readonly<Record<string, Method>>;
