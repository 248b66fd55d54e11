import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Address } from "./address.ts";
import type { ChatAdapter } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import type { Command } from "./command.ts";
import type { Door, OpenedDoor } from "./door.ts";
import type { Journal } from "./journal.ts";
import type { Log } from "./log.ts";
import type { Chart } from "./message.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Records } from "./records.ts";

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** What a chat platform's adapter gets from the house. */
export interface PlatformContext {
  /** Answers POST and GET on this exact path of the bot's one public server. Call it before `start` resolves. */
  mount(path: string, listener: RequestListener): void;
  /** Answers POST on this exact path in a thread of its own. Call it before `start` resolves. */
  mountDoor(path: string, door: Door): OpenedDoor;
  /** The address on which that server listens. */
  readonly host?: string;
  readonly records: Records;
  /** The platform's journal of that name; the same one, however often it is asked for. */
  journal(name: string): Journal;
  /** What an earlier life took at a door which this one does not open. */
  doorJournal(path: string): Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** How the platform is reached; straight, unless given. */
  readonly outgoing?: Outgoing;
  /** Somebody whose line, press or event was taken had waited so many milliseconds until they were told. */
  readonly acknowledged?: ((ms: number) => void) | undefined;
  /** Whether the platform and the bot can hear each other, whenever that changes. Never said: they can from `start` on. */
  readonly connected?: ((is: boolean) => void) | undefined;
  /** A chart as a PNG picture on a solid ground. Rejects where it cannot be drawn, or not within seconds. */
  drawChart(chart: Chart): Promise<Uint8Array>;
  /** The package's version, for `User-Agent` and the like. */
  readonly version: string;
  /** Groups that the settings give a role. Of others nobody needs to know who is in them. */
  readonly groups?: readonly Address[];
  /** What people can say, for platforms that suggest it while they type. */
  readonly commands?: readonly Pick<Command, "name" | "summary" | "examples" | "args">[];
}

/** What an administrator uploads to a platform so that the bot can be installed there. */
export interface AppPackage {
  /** What the file is called if nobody says otherwise. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What is in it, and what to do with it, line by line. */
  readonly words: readonly string[];
}

export interface PackageContext {
  /** The app's version for the platform. */
  readonly version: string;
  readonly commands: readonly Pick<Command, "name" | "summary">[];
  /** Groups that the settings give a role. */
  readonly groups: readonly Address[];
}

/** How a chat platform is offered: on when its section is in the settings. */
export interface Platform<Settings = unknown> {
  readonly name: string;
  /** One line for tables. */
  readonly summary: string;
  readonly settings: z.ZodType<Settings>;
  /** May load its SDK here, so that a platform which is off costs nothing. */
  create(settings: Settings, context: PlatformContext): Promise<ChatAdapter>;
  /** For platforms on which the bot is installed from a file. @throws SettingsError */
  pack?(settings: Settings, context: PackageContext): Promise<AppPackage>;
}

export function definePlatform<Settings>(platform: Platform<Settings>): Platform {
  return platform as unknown as Platform;
}
