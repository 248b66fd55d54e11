import type { Methods } from "./method.ts";

export const app: Methods = {
  "auth.test": {
    run: (_, { identity }) => ({
      team: "Acme",
      team_id: identity.team,
      user: identity.name ?? "watchpost",
      user_id: identity.botUser,
      bot_id: "B1",
      url: "https://acme.slack.example/",
    }),
  },
  "apps.connections.open": {
    token: "app",
    run: (_, { url }) => ({ url: `${url.replace("http", "ws")}/socket` }),
  },
};
