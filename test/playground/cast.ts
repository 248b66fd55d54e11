/** Who and what there is in the Playground, in the words of its settings file. It insists on five others. */
const person = (number: number, givenName: string, surname: string) => ({
  id: `user-id-${number}`,
  name: `${givenName} ${surname}`,
  userPrincipleName: `${givenName.toLowerCase()}@example.com`,
  aadObjectId: `ada00000-0000-4000-8000-00000000000${number}`,
  givenName,
  surname,
  email: `${givenName.toLowerCase()}@example.com`,
});

/** At the keyboard. */
export const ada = person(0, "Ada", "Lovelace");
export const grace = person(1, "Grace", "Hopper");
export const bot = { id: "28:watchpost", name: "Watchpost" } as const;
export const tenant = "11111111-2222-4333-8444-555555555555";

/** Conversations. The channel General has the team's own id, as in Teams. */
export const personal = "a:ada";
export const group = "19:chat@thread.v2";
export const general = "19:team@thread.tacv2";
export const ops = "19:ops@thread.tacv2";

export const cast = {
  version: "0.1.1",
  tenantId: tenant,
  bot,
  currentUser: ada,
  users: [
    grace,
    person(2, "Alan", "Turing"),
    person(3, "Edith", "Clarke"),
    person(4, "Karl", "Steinbuch"),
    person(5, "Radia", "Perlman"),
  ],
  personalChat: { id: personal },
  groupChat: { id: group, name: "On call" },
  team: {
    id: general,
    name: "Identity",
    aadGroupId: "7ea40000-0000-4000-8000-000000000001",
    channels: [{ id: ops, name: "ops" }],
  },
} as const;
