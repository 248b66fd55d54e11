/** Something that the platforms do each in its own way, and why it is not the same. */
export interface Difference {
  readonly what: string;
  readonly slack: string;
  readonly teams: string;
  readonly local: string;
  readonly why: string;
}

/**
 * Everything that one story told on all platforms may not show alike. docs/platforms.md prints it; the tests let nothing
 * differ that is not here, and let nothing stay here that does not differ.
 */
export const differences = {
  tones: {
    what: "how grave a message is",
    slack: "🔴, ⚠️ or ✅ before its first words",
    teams: "a coloured band with the sign and its word: Problem, Attention, OK",
    local: "a coloured edge, a drawn sign and its word",
    why: "Slack has no colour for blocks; colour alone is never used",
  },
  moments: {
    what: "moments",
    slack: "in the reader's own zone and words",
    teams:
      "in UTC, and it says so; in what one person sees by their own clock, whose distance from UTC it says",
    local: "in the reader's own zone, in full under the pointer",
    why: "a card knows no reader's zone but by a macro that not every client of Teams replaces; a raw macro in an incident is worse than a zone that is named",
  },
  names: {
    what: "another conversation's name",
    slack: "Slack's own, shown to those alone who may know it",
    teams:
      "a channel's name with its team's, where whoever sees it is in that channel, or in its team if the channel is a standard one; else \"another conversation\"",
    local: "the channel's name",
    why: "Slack's blocks take an id and cards do not: in Teams the bot writes the name out, so it looks first who reads it; a group chat's it is never told",
  },
  calls: {
    what: "who is called when logins are affected",
    slack: "a person or a user group",
    teams: "a person; a group is named in plain words",
    local: "a highlighted name, which rings nobody",
    why: "a card of Teams can call people only; the local page has no notifications",
  },
  private: {
    what: "an answer for the asker alone",
    slack: "a message in the channel that only they see",
    teams: "the same; where Teams takes none, in the personal chat, and it says why it is there",
    local: "a message in the channel that only they see",
    why: "Teams takes private messages in channels, group chats and meetings of up-to-date clients, and not everywhere",
  },
  shared: {
    what: "a private answer that was shared",
    slack: "gives way to a word that it was",
    teams: "gives way to a word that it was",
    local: "stays",
    why: "a button of the page says its line, and nothing of the message it stands in",
  },
  broadcasts: {
    what: "an update that the whole channel shall see (`as:all`)",
    slack: "a reply in the card's thread that the channel is shown too",
    teams: "a post of its own below the card",
    local: "a reply in the card's thread that the channel is shown too",
    why: "Teams cannot show a reply to the whole channel as well",
  },
  charts: {
    what: "charts",
    slack:
      "a picture that the bot draws; characters, where Slack takes no picture: in what only you see, and in an edit",
    teams: "Teams' own charts, with alternative words",
    local: "drawn by the page",
    why: "each as its clients show best; the sentence below says the same figures everywhere",
  },
  forms: {
    what: "a form that asks for a command's arguments",
    slack:
      "a modal, with what is wrong beside its field; Subscribe a channel among the shortcuts opens one from anywhere",
    teams:
      "a dialog, with what is wrong beside its field; Subscribe a channel beside the box for writing opens one in any channel or group chat; a client without dialogs is told how the command is written",
    local: "a dialog that shows the line it will say; what is wrong is said in the answer",
    why: "each platform has its own kind of form; fields, words and checks are the same",
  },
  invitations: {
    what: "the bot is invited",
    slack:
      "one message that names who invited it, with buttons to subscribe; where it was before, what it goes on with",
    teams: "the same",
    local: "nothing: it is there from the start",
    why: "the local page belongs to the bot",
  },
  lines: {
    what: "a button whose line is longer than 2000 characters, or holds a character that Slack does not keep",
    slack: "the line itself, to be copied",
    teams: "a button",
    local: "a button",
    why: "a button of Slack's carries no more",
  },
  phones: {
    what: "tables, code and charts on a phone",
    slack: "as on a desk",
    teams: "lines of text, which repeat the titles of a table's columns",
    local: "as on a desk; a wide table scrolls within itself",
    why: "Teams' phone apps promise cards up to version 1.2 alone",
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type Met = keyof typeof differences;
