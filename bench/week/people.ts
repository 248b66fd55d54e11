/** Who speaks. Most may look, some may act, few may do everything. */
const viewers = 20;
const operators = 5;
const admins = 2;

export const rooms = { slack: 300, teams: 60 } as const;

const named = (role: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, nth) => `${role}${nth}`);

export const everybody: readonly string[] = [
  ...named("V", viewers),
  ...named("O", operators),
  ...named("A", admins),
];

export const slackUser = (name: string): string => `U${name}`;

export const teamsPerson = (name: string) => ({
  id: `29:${name}`,
  name: `Person ${name}`,
  aadObjectId: entraId(name),
  userRole: "user" as const,
});

const entraId = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name.padStart(6, "0")).toString("hex")}`;

/** The local chat is for few. */
export const localPeople = ["ada", "bob", "eve"] as const;

const named3 = (role: string) =>
  everybody
    .filter((name) => name.startsWith(role))
    .flatMap((name) => [`slack:user:${slackUser(name)}`, `teams:user:${entraId(name)}`]);

export const access = {
  operators: [...named3("O"), "local:user:bob"],
  admins: [...named3("A"), "local:user:ada"],
};
