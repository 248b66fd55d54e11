import type { Mutant } from "./mutant.ts";
import { withoutBorder } from "./without-border.ts";

const stories = ["test/commands/user-stories.test.ts"];
const privacy = ["test/commands/user-privacy.test.ts", "test/commands/user.test.ts"];

/** Rule 10, and what a person's story comes to. */
export const userMutants: readonly Mutant[] = [
  {
    rule: 10,
    name: "call a person by their name before everybody",
    file: "src/commands/user-teller.ts",
    from: 'if (masked) return mask.user(id || names[0] || "");',
    to: "if (!masked) return mask.user(id);",
    tests: privacy,
  },
  {
    rule: 10,
    name: "repeat before everybody what a device calls itself",
    file: "src/commands/user-teller.ts",
    from: 'known.has(bare) ? bare : "another device"',
    to: "bare",
    tests: privacy,
  },
  {
    rule: 10,
    name: "offer everybody a button that names the person",
    file: "src/commands/user-view.ts",
    from: "...(viewer.masked ? [] : personal),",
    to: "...personal,",
    also: [withoutBorder],
    tests: privacy,
  },
  {
    rule: 10,
    name: "tell in somebody's story from where an administrator came",
    file: "src/core/user-story/timeline.ts",
    from: "const own = moments.filter(({ event }) => !isCall(event));",
    to: "const own = moments;",
    tests: privacy,
  },
  {
    rule: 10,
    name: "take whoever sent a message for whom it was meant",
    file: "src/core/user-story/about.ts",
    from: "return { ids: own ? [userId] : [], names: [to] };",
    to: "return { ids: [userId], names: [to] };",
    tests: privacy,
  },
  {
    rule: 8,
    name: "call an account blocked that was released",
    file: "src/core/user-story/story.ts",
    from: "block !== undefined && !block.released && ",
    to: "block !== undefined && ",
    tests: stories,
  },
  {
    rule: 8,
    name: "let an old block hold after a good login from there",
    file: "src/core/user-story/story.ts",
    from: 'return part === "login" && event.ip',
    to: 'return part === "made" && event.ip',
    tests: stories,
  },
  {
    rule: 8,
    name: "blame a person for tries that came from elsewhere",
    file: "src/core/user-story/verdict-blocks.ts",
    from: "if (!(block?.strange && isBlocked(story))) return undefined;",
    to: "if (block !== null) return undefined;",
    tests: stories,
  },
  {
    rule: 8,
    name: "count a try twice that two events tell",
    file: "src/core/user-story/moments.ts",
    from: "if (!(last && isEcho(moment, last))) moments.push(moment);",
    to: "moments.push(moment);",
    tests: stories,
  },
];
