import { z } from "zod";
import { definePlatform } from "../../src/core/platform.ts";
import { doorSecret, secret } from "../../src/core/secret-setting.ts";
import { createSlackChat } from "./adapter.ts";

const settings = z
  .strictObject({
    botToken: secret().describe(
      "Bot User OAuth Token, under OAuth & Permissions; begins with xoxb-",
    ),
    signingSecret: doorSecret()
      .optional()
      .describe(
        "Basic Information, App Credentials; not needed with appToken. While it is changed, a list of the new one and the old one",
      ),
    appToken: secret()
      .optional()
      .describe("App-level token with connections:write, begins with xapp-; turns Socket Mode on"),
    command: z
      .string()
      .regex(
        /^\/[a-z0-9_-]{1,31}$/,
        "must begin with / and have at most 32 small letters, digits, - and _",
      )
      .default("/auth0")
      .describe("The slash command, if another app has taken /auth0"),
    apiUrl: z
      .url({ protocol: /^https?$/ })
      .default("https://slack.com/api/")
      .describe("Where Slack's Web API is; for GovSlack, and for tests"),
  })
  .refine(({ signingSecret, appToken }) => signingSecret !== undefined || appToken !== undefined, {
    path: ["signingSecret"],
    error: "needs a value (Basic Information, App Credentials), or set appToken for Socket Mode",
  });

export const slack = definePlatform({
  name: "slack",
  summary: "Slack, over HTTP or Socket Mode",
  settings,
  create: (given, context) => createSlackChat(given, context),
});
