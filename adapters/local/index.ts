import { z } from "zod";
import { definePlatform } from "../../src/core/platform.ts";
import { createLocalChat } from "./adapter.ts";
import { isName, nameRule } from "./names.ts";

const name = () => z.string().refine(isName, nameRule);

const settings = z.strictObject({
  enabled: z.boolean().default(false).describe("whether the web chat is on"),
  port: z.int().min(0).max(65535).default(3001).describe("where it listens; 0 for any free port"),
  conversation: name().default("ops").describe("the channel that the page begins with"),
  person: name().default("ada").describe("who speaks on the page, until another name is chosen"),
  title: z.string().min(1).max(60).default("Watchpost").describe("what the page is called"),
  groups: z
    .record(z.string(), z.array(name()))
    .superRefine((groups, context) => {
      for (const group of Object.keys(groups).filter((each) => !isName(each))) {
        context.addIssue({ code: "custom", path: [group], message: nameRule });
      }
    })
    .default({})
    .describe("who is in which group, like oncall: [ada]; access names it local:group:oncall"),
  guests: z
    .array(name())
    .default([])
    .describe("who is a guest there, and so no member: to try what guests may do"),
  notice: z.string().min(1).max(300).optional().describe("words across the top of the page"),
});

export const local = definePlatform({
  name: "local",
  summary: "A web chat on this machine, for trying things out and for development",
  settings,
  create: async (given, context) => createLocalChat(given, context),
});
