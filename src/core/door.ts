/** A request as a door sees it, its body read whole. Header names are in small letters. */
export interface DoorRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What a door does with a request. */
export type DoorAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      /** Handed to the bot, in the turn in which the answer is sent. Plain data. */
      readonly hand?: unknown;
    }
  /**
   * The bot itself answers: what it returns for this is sent as JSON. Where it returns nothing, or nothing in time, the answer
   * is empty, and what was asked is kept as what was handed over is.
   */
  | { readonly asks: unknown };

/** Looks at a request. Takes no time worth mentioning, waits for nothing and never throws. */
export type Receive = (request: DoorRequest) => DoorAnswer;

/**
 * What a door's module exports by the name `openDoor`: called once, in the thread, with the door's data. What the data holds may
 * be renewed later, so it is looked at anew for each request.
 */
export type OpenDoor<Data> = (data: Data) => Receive;

/**
 * A door answers in a thread of its own, so that who knocks never waits for what the bot is busy with. What it hands over
 * is heard by the bot in the order it came.
 */
export interface Door {
  /** The module that the thread loads. It knows nothing of the bot beside its data. */
  readonly module: URL;
  /** Plain data; copied into the thread. */
  readonly data: unknown;
  /**
   * Hears what was handed over; after a kill once more, unless `release` was called: it is written down by then, or done
   * with. Never throws.
   * @param waits whether who said it waits for the answer; false where they had theirs, which said nothing.
   * @returns what is answered, where somebody waits; undefined for an empty answer, after which it is heard again until released.
   */
  hear(said: unknown, release: () => void, waits: boolean): object | undefined;
  /** Who said something that was taken was answered, after so many milliseconds. */
  took?(ms: number): void;
}

/** A door that stands open. */
export interface OpenedDoor {
  /** Other data counts from now on, in place of what the door was opened with. */
  renew(data: object): void;
  /** From now on everybody is turned away with 503. Resolves once everything that was taken before has been heard. */
  shut(): Promise<void>;
}
