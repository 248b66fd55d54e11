import type { Access } from "./access.ts";
import type { Address, ConversationId, PersonId } from "./address.ts";
import type { Person } from "./chat-adapter.ts";

/** What a platform says of a group that the settings give a role. */
export interface GroupKnown {
  /** How many are in it, where the platform says it. */
  readonly members?: number;
  /** False: the platform knows no such group, or does not let the bot know of it. */
  readonly exists?: boolean;
  /** When the platform said so. */
  readonly at?: Date;
  /** What could not be asked, and what counts meanwhile: a sentence. */
  readonly untold?: string;
}

/** What a platform says of a channel that the settings give a role. */
export interface ChannelKnown {
  /** Whether the bot is in it; absent where that is not known. */
  readonly inside?: boolean;
  /** People from outside the organisation are in it, too. */
  readonly outsiders?: boolean;
}

/** Whom a platform knows, as far as roles go by it. Nothing of it rejects, or waits for longer than some seconds. */
export interface Roster {
  /** Somebody as they would be known if they spoke in that conversation. */
  person(id: PersonId, conversation: ConversationId): Promise<Person>;
  group(address: Address): Promise<GroupKnown>;
  channel(address: Address): Promise<ChannelKnown>;
}

/** An address of the settings, and what its platform says of it. */
export interface LookedAt {
  readonly address: Address;
  readonly group?: GroupKnown;
  readonly channel?: ChannelKnown;
}

/** An address in `access` that does not do what whoever wrote it expects. */
export interface AccessFinding {
  readonly address: Address;
  /** What follows the address: "is named twice in access.operators". */
  readonly problem: string;
  readonly fix: string;
}

/** Who may do what, for those who ask about that. */
export interface RolesDesk {
  readonly settings: Access;
  /** Undefined where the platform is off. */
  person(id: PersonId, conversation: ConversationId): Promise<Person | undefined>;
  /** Asks the platforms about every address that has a role. Never rejects. */
  look(): Promise<{
    readonly seen: readonly LookedAt[];
    /** What in the settings gives nobody anything, or gives less than it seems to. */
    readonly findings: readonly AccessFinding[];
  }>;
}
