import type { Dice } from "./dice.ts";
import type { App, User } from "./world.ts";

/** Of what an event is made. */
export interface Scene {
  readonly dice: Dice;
  readonly user: User;
  readonly app: App;
  readonly ip: string;
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly attack: boolean;
}

/** What is particular to one kind of event. */
export interface Particulars {
  readonly description?: string;
  readonly details: object;
  readonly audience?: string;
  readonly scope?: string;
  /** Nobody is named as who did it. */
  readonly nobody?: boolean;
  /** Not by a connection. */
  readonly direct?: boolean;
}

export type Make = (scene: Scene) => Particulars;
