import type { Address, ConversationId, PersonId } from "./address.ts";
import type { Forms } from "./forms.ts";
import type { Message } from "./message.ts";
import type { Pace } from "./pace.ts";
import type { Roster } from "./roster.ts";

/** Who said a line, as far as the platform tells. */
export interface Person {
  readonly id: PersonId;
  /** How the platform shows them; a display name, never an id. */
  readonly name: string;
  /** IANA zone, where the platform says it. */
  readonly zone?: string;
  /** Groups they are in that settings may name. */
  readonly groups: readonly Address[];
  /** False for guests and people from outside the workspace. */
  readonly member: boolean;
  /** Nobody said that they are a member: the platform could not be asked, and never was before. */
  readonly presumed?: true;
  /** What the platform does not say of them, and why; sentences for a refusal. */
  readonly untold?: { readonly member?: string; readonly groups?: string };
}

/** Where a message belongs: a conversation, perhaps one thread of it, perhaps for one person's eyes. */
export interface Place {
  readonly conversation: ConversationId;
  /** The id of the thread's first message. */
  readonly thread?: string;
  /** Shown to this person alone. */
  readonly onlyFor?: PersonId;
  /** With `thread`: everyone in the conversation sees it too, not the thread's followers alone. */
  readonly alsoInChannel?: boolean;
}

/** A message that was shown, so that it can be edited or replied to. */
export interface MessageRef {
  readonly conversation: ConversationId;
  readonly id: string;
}

/** One line a person addressed to the bot. */
export interface Invocation {
  readonly line: string;
  readonly by: Person;
  readonly from: Place;
  /** The platform's own id for it, the same however often it is delivered or answered. */
  readonly id?: string;
  /** Where it is said from was chosen from a list, also by somebody who is not there: nobody has a role by it. */
  readonly chosen?: true;
  /** Nobody said it just now: what the person once asked to see is kept up to date. */
  readonly unasked?: true;
}

/** One state of an answer; each replaces the one before. `audience` is the same through one answer. */
export interface Reply {
  readonly message: Message;
  readonly audience: "asker" | "all";
  /** More will follow: this is progress, not yet the answer. */
  readonly pending: boolean;
  /** The line as it may be repeated before whoever sees this, where that is not as it was said. */
  readonly said?: string;
}

/** The bot as a chat platform sees it: a slow answer shows its progress, the last reply is the answer. Never rejects. */
export type Answer = (invocation: Invocation) => AsyncIterable<Reply>;

/** What became of a conversation. */
export interface ConversationEvent {
  readonly kind:
    | "joined"
    | "left"
    | "archived"
    | "unarchived"
    | "deleted"
    | "renamed"
    /** It has another id, `to`. */
    | "moved"
    /** People from outside the organisation read it from now on. */
    | "shared"
    | "unshared"
    /** The platform lets the bot in no more. */
    | "revoked"
    /** The platform lets the bot in, whether or not it ever did not. */
    | "let in";
  /** Absent where the whole platform is meant (`revoked`, `let in`). */
  readonly conversation?: ConversationId;
  readonly to?: ConversationId;
  readonly by?: Person;
  /** The same at every delivery of one event, where the platform tells them apart. */
  readonly id?: string;
}

export type Happened = (event: ConversationEvent) => Promise<void>;

/** The bot as a chat platform's adapter is given it. */
export interface Bot {
  readonly answer: Answer;
  readonly happened: Happened;
  /**
   * Calls back when how things are may have changed, for what is shown lastingly and not told. Never waits for the
   * listener. Until the returned function is called.
   */
  onChange(listener: () => void): () => void;
  /** For platforms that show forms. */
  readonly forms?: Forms;
  /**
   * Resolves once the bot listens wherever it is spoken to: what an earlier life left may be much, and is answered after that, so
   * that nothing new is turned away meanwhile.
   */
  readonly listening?: Promise<void>;
}

/** One thing about the bot's own health: what it is, and if it is not well, what to do. */
export interface ProbeResult {
  readonly subject: string;
  readonly ok: boolean;
  /** Of what is not ok: everything works all the same. */
  readonly mild?: true;
  readonly detail: string;
  /** What the operator should do; always given when not ok. */
  readonly fix?: string;
}

/** A chat platform as the bot sees it. Slack, Teams and the local page are each one of these. */
export interface ChatAdapter {
  readonly name: string;
  /** How fast the platform lets the bot speak; delivery keeps to it. */
  readonly pace: Pace;
  /** Who is who there, for those who ask why somebody may do something. */
  readonly roster: Roster;
  /** Starts listening. Every line addressed to the bot is acknowledged before anything is awaited, and answered where it was said. */
  start(bot: Bot): Promise<void>;
  /**
   * `key`: the same for every try of one post. A platform that can tell shows the latest try alone; the others cannot,
   * and show each that reached them.
   * @throws DeliveryError, and nothing else, when the platform does not take it. Never retries by itself.
   */
  post(to: Place, message: Message, key?: string): Promise<MessageRef>;
  /** Replaces what an earlier post shows. Throws as `post` does. */
  edit(at: MessageRef, message: Message): Promise<void>;
  /**
   * Tries whether the bot may post there, without posting. Resolves where it may, and where that cannot be known.
   * @throws DeliveryError `refused`, in words that say what to do.
   */
  reach(conversation: ConversationId): Promise<void>;
  /** Takes these names out of what the bot itself keeps of conversations here, files to be fetched too; absent where it keeps none. */
  forget?(names: readonly string[]): Promise<void>;
  /** Tries the credentials and whatever else the platform needs. Never rejects. */
  check(): Promise<readonly ProbeResult[]>;
  /** Resolves once every answer under way has been shown. May be called twice. */
  stop(): Promise<void>;
}
