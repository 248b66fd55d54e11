import { family, type LogType } from "./log-type.ts";

/** Users' own data, and the messages sent to them. */
export const peopleTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "user",
      causes: "The person, an administrator or a program asked for it.",
      advice: "Nothing, if it was expected.",
    },
    {
      sce: ["E-mail address changed", "A user's e-mail address was changed."],
      scp: ["Password changed", "A user's password was changed."],
      scpr: [
        "Password change asked for",
        "Somebody asked for a link to change a password.",
        {
          advice: "Nothing. Many for one person who did not ask may be somebody trying to get in.",
        },
      ],
      scpn: ["Phone number changed", "A user's phone number was changed."],
      scu: ["Username changed", "A user's username was changed."],
      sdu: ["User deleted", "A user was deleted."],
      sv: [
        "E-mail address verified",
        "A user followed the link that proves an e-mail address is theirs.",
      ],
      my_account_authentication_method_succeeded: [
        "Own login method changed",
        "A user added, changed or removed a way to log in, in their own account.",
      ],
      connected_accounts_connection_succeeded: [
        "Account linked",
        "A user linked an account at a third party.",
      ],
      connected_accounts_delete_succeeded: [
        "Linked account removed",
        "A user removed the link with an account at a third party.",
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "user",
      causes:
        "The new value is taken, not allowed or of the wrong form, or a link was too old or used already.",
      advice: "Read the description, and let the person try again.",
    },
    {
      fce: ["E-mail address not changed", "A user's e-mail address was to be changed and was not."],
      fcp: [
        "Password not changed",
        "A user's password was to be changed and was not.",
        { causes: "The new one is too weak, was used before, or the link was too old." },
      ],
      fcpr: [
        "Password change not started",
        "Somebody asked for a link to change a password and it was refused.",
        {
          causes:
            "The connection does not allow it, the address is unknown, or there were too many requests.",
        },
      ],
      fcpn: ["Phone number not changed", "A user's phone number was to be changed and was not."],
      fcu: ["Username not changed", "A username was to be changed and was not."],
      fdu: [
        "User not deleted",
        "A user was to be deleted and was not.",
        {
          causes: "The user is gone already, or a custom database script failed.",
          advice: "Look whether the user is still there, and at the database script's errors.",
        },
      ],
      my_account_authentication_method_failed: [
        "Own login method not changed",
        "A user could not add, change or remove a way to log in, in their own account.",
      ],
      connected_accounts_connection_failed: [
        "Account not linked",
        "A user could not link an account at a third party.",
        { causes: "The person refused, or the connection to the third party is not set up right." },
      ],
      connected_accounts_delete_failed: [
        "Linked account not removed",
        "A user could not remove the link with an account at a third party.",
      ],
    },
  ),
  ...family(
    {
      kind: "warning",
      topic: "user",
      causes: "Something about the user's data will not be allowed for long, or was left out.",
      advice:
        "Read the description, and put the data right. Profiles above 10 KB lose support in 2027.",
    },
    {
      wum: [
        "Warning about a user",
        "Something done with a user went through, but not all is as it should be.",
      ],
    },
  ),
  ...family(
    {
      kind: "success",
      topic: "mail",
      causes: "Somebody asked for a message, or a step of theirs needs one.",
      advice: "Nothing. If it does not arrive, look at the mail or text provider's own log.",
    },
    {
      cs: ["Code sent", "A one-time code to log in without a password was sent."],
      cls: ["Code or link sent", "A code or link to log in without a password was sent."],
      svr: [
        "Verification mail queued",
        "An e-mail to verify an address was asked for and will be sent.",
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "mail",
      causes:
        "The mail or text provider refused: wrong credentials, a sender that is not allowed, a used-up quota, or a bad address.",
      advice:
        "Read details.error and the provider's own log, and send a test message from the tenant's settings.",
    },
    {
      fn: ["Message not sent", "An e-mail or text message to a user could not be sent."],
      fv: [
        "Verification mail failed",
        "An e-mail to verify an address could not be sent, or its link did not work.",
      ],
      fvr: [
        "Verification mail not accepted",
        "An e-mail to verify an address was asked for, and the request was refused.",
        {
          causes: "The user is unknown, verified already, or the request is wrong.",
          advice: "Read the description.",
        },
      ],
      wn: [
        "Message sent with a warning",
        "Sending a message did not go as set up.",
        {
          kind: "warning",
          causes: "A template error, or a provider that fell back to another way.",
          advice: "Check the template and the provider named in the details.",
        },
      ],
    },
  ),
];
