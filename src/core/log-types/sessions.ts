import { family, type LogType } from "./log-type.ts";

/** Staying in, going out, and signing up. */
export const sessionTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "silent",
      causes: "A session at Auth0 is still alive.",
      advice: "Nothing.",
    },
    {
      ssa: [
        "Session renewed silently",
        "An application asked whether somebody is logged in, and got tokens without a prompt.",
      ],
      sdelsa: [
        "Silent login of an undescribed kind",
        "Auth0 lists this code among successful silent logins and says nothing more about it.",
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "silent",
      causes:
        "Mostly nothing is wrong: the person is not logged in, must consent, or the browser keeps third-party cookies away.",
      advice:
        "Nothing, while the description says that a login is required. If logged-in people are sent to log in again and again, use a custom domain or refresh tokens.",
    },
    {
      fsa: [
        "Silent login not possible",
        "An application asked whether somebody is logged in, and was told that it needs a prompt.",
      ],
      fdelsa: [
        "Failed silent login of an undescribed kind",
        "Auth0 lists this code among failed silent logins and says nothing more about it.",
      ],
    },
  ),
  ...family(
    {
      kind: "success",
      topic: "logout",
      causes: "The person, an application or an administrator ended a session.",
      advice: "Nothing.",
    },
    {
      slo: ["Logged out", "Somebody logged out."],
      oidc_backchannel_logout_succeeded: [
        "Application told of a logout",
        "Auth0 told an application behind the scenes that a session has ended, and it took note.",
      ],
      universal_logout_succeeded: [
        "Logged out everywhere",
        "An identity provider asked to end all of a person's sessions, and it was done.",
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "logout",
      causes: "An address or an endpoint is not set up as the other side expects.",
      advice:
        "Check the settings that the description names. Until then a session may live on although the person logged out.",
    },
    {
      flo: [
        "Failed logout",
        "A logout did not go through.",
        {
          causes: "Mostly a return address that is not among the allowed logout URLs.",
          advice: "Add the address to the allowed logout URLs of the application or the tenant.",
        },
      ],
      oidc_backchannel_logout_failed: [
        "Application not told of a logout",
        "Auth0 tried to tell an application that a session has ended, and it did not take note.",
        {
          causes:
            "The application's back-channel logout address is down, slow, or refuses the token.",
          advice:
            "Look into the application's own log at that time, and at its back-channel logout URI.",
        },
      ],
      universal_logout_failed: [
        "Not logged out everywhere",
        "An identity provider asked to end all of a person's sessions, and it was not done.",
      ],
      federated_logout_failed: [
        "Not logged out at the provider",
        "The person was to be logged out at the upstream provider too, and was not.",
      ],
    },
  ),
  ...family(
    {
      kind: "success",
      topic: "signup",
      causes: "Somebody signed up.",
      advice: "Nothing. A sudden flood of them may be bots: consider bot detection.",
    },
    { ss: ["Signed up", "Somebody made an account."] },
  ),
  ...family(
    {
      kind: "failure",
      topic: "signup",
      causes:
        "The account exists already, the password is too weak, sign-up is off for the connection, or an Action refused.",
      advice:
        "Read the description. Many in a row from one address are bots: consider bot detection.",
    },
    { fs: ["Failed sign-up", "Somebody tried to make an account and could not."] },
  ),
];
