import { family, type LogType } from "./log-type.ts";

/** What Auth0 holds back: too many requests, and whoever looks like an attacker. */
export const protectionTypes: readonly LogType[] = [
  ...family(
    {
      kind: "failure",
      topic: "limit",
      causes:
        "A loop or a batch job, a retry without a pause, or more traffic than the plan allows.",
      advice:
        "Find who asks most (client, path in the details), let it pause and keep tokens, or ask Auth0 for more.",
    },
    {
      api_limit: [
        "Rate limit hit",
        "An API refused requests because too many came in a short time. It is told once for each limit that is passed.",
      ],
      api_limit_warning: [
        "Rate limit close",
        "Most of an API's limit is used up; requests will be refused if it goes on.",
        { kind: "warning" },
      ],
      appi: [
        "Burst allowance in use",
        "Traffic is above the usual limit, and the bought extra allowance has begun to be used.",
        {
          kind: "notice",
          causes: "A peak, like a campaign or everybody coming back after an incident.",
          advice: "Watch it: the extra hours of a month are counted.",
        },
      ],
      limit_delegation: [
        "Delegation endpoint limit hit",
        "The old delegation endpoint was asked too often.",
        { advice: "Leave the delegation endpoint: it is a legacy feature." },
      ],
      limit_phone: [
        "Phone message limit",
        "Auth0 lists this code without a word; by its name, a limit on text messages or calls was met.",
        {
          kind: "warning",
          causes: "Auth0 does not say. Floods of text messages are often fraud.",
          advice: "Look at the event's details and at who asks for codes.",
        },
      ],
      gd_otp_rate_limit_exceed: [
        "Too many one-time codes",
        "Somebody asked for or tried more one-time codes than are allowed in an hour.",
        {
          kind: "warning",
          causes: "Codes that do not arrive, a wrong clock on the phone, or somebody guessing.",
          advice:
            "Ask the person. If it is not them, treat their password as known to somebody else.",
        },
      ],
      gd_recovery_rate_limit_exceed: [
        "Too many recovery codes",
        "Somebody tried more recovery codes than are allowed.",
        {
          kind: "warning",
          causes: "Lost codes, or somebody guessing.",
          advice: "Reset the person's factors after making sure who they are.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "protection",
      causes: "A person who forgot the password, a program with an old one, or somebody attacking.",
      advice:
        "Look at logs ip: and logs user: for the hour before. Release the block only when you know who it was.",
    },
    {
      limit_wc: [
        "Account blocked for an address",
        "Too many failed logins to one account from one address: that address can no longer log in to it.",
        {
          advice:
            "Find out whether it was the person. They can unblock by the e-mail they got or by a password reset; or remove the block on their profile.",
        },
      ],
      limit_mu: [
        "Address blocked",
        "One address failed to log in or sign up too often, over many accounts, and is held back.",
        {
          causes:
            "A list of stolen passwords being tried, or an office or server where everybody shares one address.",
          advice:
            "If the address is yours, put it on the allow list of suspicious IP throttling; else leave it blocked.",
        },
      ],
      limit_sul: [
        "Same user too often",
        "One user logged in too many times in a short while from one address and must wait.",
        {
          causes:
            "A test, a script or an application in a loop that logs the same user in again and again.",
          advice: "Find the application by its client and let it keep its session or token.",
        },
      ],
      pwd_leak: [
        "Login with a leaked password",
        "Somebody tried to log in with a password that is known from another site's breach. It is told once an hour for each address.",
        {
          advice:
            "Let the person choose a new password. Many at once: somebody is trying a stolen list.",
        },
      ],
      signup_pwd_leak: [
        "Sign-up with a leaked password",
        "Somebody tried to make an account with a password that is known from another site's breach.",
        {
          causes: "A person who uses one password everywhere, or a bot.",
          advice: "Nothing; the person is asked for another one.",
        },
      ],
      reset_pwd_leak: [
        "Reset to a leaked password",
        "Somebody chose a new password that is known from another site's breach.",
        {
          causes: "A person who uses one password everywhere.",
          advice: "Nothing; the person is asked for another one.",
        },
      ],
      acls_summary: [
        "Network list summary",
        "How often the tenant's network access lists matched in a stretch of time.",
        {
          kind: "notice",
          causes: "Network access lists are in use.",
          advice: "Check that what they block is what you mean to block.",
        },
      ],
      pla: [
        "Login rated for bots",
        "Before a login Auth0 rated how likely it comes from a bot.",
        {
          kind: "notice",
          causes: "Bot detection is on, or watching.",
          advice: "Nothing. Read them before you turn bot detection up.",
        },
      ],
      ublkdu: [
        "Block released",
        "A block that protection had put on a user was taken away.",
        {
          kind: "success",
          causes: "An administrator, the user's own e-mail link, or a password change.",
          advice: "Nothing, if it was expected.",
        },
      ],
    },
  ),
];
