/** A person or the bot, as Teams names them in activities. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly aadObjectId?: string;
  /** As the roster knows them; activities do not say it. */
  readonly userRole?: "user" | "guest";
  readonly tenantId?: string;
}

export interface Conversation {
  readonly id: string;
  readonly kind: "channel" | "groupChat" | "personal";
  readonly team?: string;
  readonly name?: string;
  /** Of a channel: the app is added to a private one by itself. */
  readonly membership?: "standard" | "private" | "shared";
  /** False: the app is not there, or not any more. */
  installed: boolean;
  /** False: targeted messages are refused there. */
  targeted: boolean;
}

export interface Message {
  readonly id: string;
  readonly conversation: string;
  /** The root of its thread; none for a root, or in a chat. */
  readonly thread: string | undefined;
  /** The one member who sees it. */
  readonly onlyFor: string | undefined;
  activity: Sent;
}

/** What the bot sends. */
export interface Sent {
  readonly type?: string;
  readonly text?: string;
  readonly summary?: string;
  readonly recipient?: { readonly id?: string; readonly isTargeted?: boolean };
  readonly attachments?: readonly { readonly contentType?: string; readonly content?: unknown }[];
}

/** Something that was carried out, in order. */
export interface Operation {
  readonly kind: "post" | "edit" | "delete" | "open";
  readonly conversation: string;
  readonly thread?: string | undefined;
  readonly id: string;
  readonly onlyFor?: string | undefined;
  readonly activity?: Sent;
  /** False: the bot was never told. */
  answered: boolean;
}

export const tenant = "11111111-2222-4333-8444-555555555555";
/** A member of a team, as Microsoft Graph knows them. */
export interface TeamMember {
  readonly user: string;
  readonly roles: readonly string[];
  readonly tenantId: string;
}

export const team = {
  id: "19:team@thread.tacv2",
  aadGroupId: "7ea40000-0000-4000-8000-000000000001",
};
export const ada: Account = {
  id: "29:ada",
  name: "Ada",
  aadObjectId: "ada00000-0000-4000-8000-000000000001",
  userRole: "user",
  tenantId: tenant,
};
export const grace: Account = {
  id: "29:grace",
  name: "Grace",
  aadObjectId: "69ace000-0000-4000-8000-000000000002",
  userRole: "guest",
  tenantId: tenant,
};

const isInstalled = { installed: true, targeted: true };

const isStandard = { kind: "channel", team: team.id, membership: "standard" } as const;

/**
 * One tenant: a team with its General channel, which bears the team's own id, two more and a private one; a group chat; and the
 * chats of two people with the bot.
 */
export function createWorld() {
  const conversations = new Map<string, Conversation>();
  const add = (conversation: Conversation) => conversations.set(conversation.id, conversation);
  add({ id: team.id, ...isStandard, ...isInstalled });
  add({ id: "19:ops@thread.tacv2", name: "ops", ...isStandard, ...isInstalled });
  add({ id: "19:dev@thread.tacv2", name: "dev", ...isStandard, ...isInstalled });
  add({
    id: "19:hush@thread.tacv2",
    name: "hush",
    ...isStandard,
    membership: "private",
    ...isInstalled,
    installed: false,
  });
  add({ id: "19:chat@thread.v2", kind: "groupChat", ...isInstalled });
  add({ id: "a:ada", kind: "personal", ...isInstalled });
  add({ id: "a:grace", kind: "personal", ...isInstalled });
  let last = 1_767_000_000_000;
  return {
    people: [ada, grace] as readonly Account[],
    conversations,
    /** Who is in each team, by the team's thread. */
    rosters: new Map([[team.id, new Set([ada.id, grace.id])]]),
    /** What the bot has sent and not deleted, oldest first. */
    messages: [] as Message[],
    /** Roots of threads that people began. */
    roots: new Set<string>(),
    operations: [] as Operation[],
    graph: {
      /** By group id. `consented`: the team lets the app read who is in it. */
      teams: new Map<string, { consented: boolean; members: TeamMember[] }>(),
      pageSize: 100,
      /** Where Graph says its next pages are; itself unless told. */
      nextPages: undefined as string | undefined,
    },
    newId: (): string => {
      last += 7;
      return String(last);
    },
  };
}

export type World = ReturnType<typeof createWorld>;

/** A conversation id as Teams writes it in addresses: with the thread behind a semicolon. */
export function split(id: string): { readonly bare: string; readonly thread: string | undefined } {
  const [bare = "", thread] = id.split(";messageid=");
  return { bare, thread };
}
