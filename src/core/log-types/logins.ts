import { family, type LogType } from "./log-type.ts";

/** Somebody tries to come in. */
export const loginTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "login",
      causes: "The person proved who they are, and nothing stood in the way.",
      advice:
        "Nothing. Many at once from one address, or from a place the person never is, deserve a look.",
    },
    {
      s: ["Logged in", "Somebody logged in to an application."],
      scoa: [
        "Logged in from the application's own page",
        "A login form inside the application itself, not Auth0's page, logged somebody in.",
      ],
      sens: [
        "Logged in with a native social login",
        "A mobile app handed over what a social provider gave it, and Auth0 logged the person in.",
      ],
      sdel: [
        "Login of an undescribed kind",
        "Auth0 lists this code among successful logins and says nothing more about it.",
        { causes: "Auth0 does not say.", advice: "Look at the event's details." },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "login",
      causes: "Mistyped credentials, or somebody trying out other people's.",
      advice:
        "One person: let them reset the password. Many people or one address: it may be an attack; type:protection in the logs shows it.",
    },
    {
      fp: [
        "Wrong password",
        "The account exists, but the password was not right.",
        {
          causes:
            "A mistyped or forgotten password, a password manager with an old one, or somebody guessing.",
        },
      ],
      fu: [
        "Unknown user",
        "Nobody with this e-mail address or username is in the connection.",
        {
          causes:
            "A mistyped address, an account in another connection, or a list of stolen addresses being tried.",
        },
      ],
      f: [
        "Failed login",
        "A login failed for a reason other than a wrong password or an unknown user.",
        {
          causes:
            "The user is blocked, an Action or the provider refused, the connection is off for the application, or a redirect address is not allowed.",
          advice:
            "Read the description and details.error: they name the reason. Then put right the user, the application or the connection.",
        },
      ],
      fcoa: [
        "Failed login from the application's own page",
        "A login form inside the application itself could not log somebody in.",
        {
          causes:
            "Wrong credentials, third-party cookies blocked by the browser, or an origin that is not allowed for the application.",
          advice:
            "Check the application's allowed origins and whether a custom domain is used; better still, log in on Auth0's page.",
        },
      ],
      fc: [
        "Directory connector let nobody in",
        "A login by a company's directory failed because its AD/LDAP connector could not answer.",
        {
          causes: "The connector is offline, or the directory behind it was not reached.",
          advice: "Start the connector and look into its own log. Run more than one.",
        },
      ],
      fens: [
        "Failed native social login",
        "A mobile app handed over what a social provider gave it, and Auth0 did not accept it.",
        {
          causes: "The provider's token was expired or meant for another app.",
          advice:
            "Compare the app's id at the provider with the connection's settings, and check that native login is on.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "notice",
      topic: "login",
      causes: "It is a step of a login that was asked for.",
      advice: "Nothing. The login's own event tells how it ended.",
    },
    {
      scv: [
        "Credentials were right",
        "E-mail address and password matched; the login itself may still go on.",
        { kind: "success" },
      ],
      w: [
        "Warning during a login",
        "A login went on, but something about it should be put right.",
        {
          kind: "warning",
          causes:
            "A setting that will stop working, a profile that is too big, or a callback that is not as it should be.",
          advice: "Read the description, and put it right before the warning becomes a failure.",
        },
      ],
      passkey_challenge_started: [
        "Passkey login begun",
        "An app asked for a passkey, and the person was prompted for it.",
      ],
      passkey_challenge_failed: [
        "Passkey prompt failed",
        "An app asked for a passkey, but the prompt could not be made.",
        {
          kind: "failure",
          causes:
            "Passkeys are off for the connection, or the app's domain is not linked with the custom domain.",
          advice: "Check the connection's authentication methods and the app's domain association.",
        },
      ],
      ciba_start_succeeded: [
        "Login on another device begun",
        "An application asked that somebody confirm a login on their own device.",
      ],
      ciba_start_failed: [
        "Login on another device could not begin",
        "An application's request that somebody confirm a login on their own device was refused.",
        {
          kind: "failure",
          causes: "The user was not found, has no enrolled device, or the grant is not allowed.",
          advice:
            "Check who was named in the request, their enrolled devices, and the application's grants.",
        },
      ],
      fpar: [
        "Pushed authorization request refused",
        "An application tried to hand over the beginning of a login in advance and was refused.",
        {
          kind: "failure",
          causes: "Wrong client authentication, or parameters that are not allowed.",
          advice:
            "Compare the request with the application's settings; the description names what is wrong.",
        },
      ],
      rich_consents_access_error: [
        "Consent details could not be read",
        "What the person was asked to consent to could not be fetched.",
        {
          kind: "failure",
          causes: "The request was too old or already used, or the reader had no right to it.",
          advice: "Begin the login anew; if it stays, check what the consent page asks for.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "login",
      causes: "A code that is too old or mistyped, or a person who thought better of it.",
      advice:
        "Let the person begin again on the device. If it happens to all, check the application's device settings.",
    },
    {
      fdeac: ["Device not activated", "The code that links a device to an account did not work."],
      fdeaz: [
        "Device login refused",
        "A device asked for a code to log in with and got none.",
        {
          causes: "The device grant is not allowed for the application, or its request was wrong.",
          advice:
            "Allow the device grant for the application, and check the audience and scopes it asks for.",
        },
      ],
      fdecc: ["Device login cancelled", "The person was asked to confirm a device and did not."],
      fco: [
        "Origin not allowed",
        "A browser page asked from an origin that the application does not list.",
        {
          causes: "A new address or environment that nobody added to the allowed origins.",
          advice: "Add the origin to the application's allowed web origins, if it is yours.",
        },
      ],
    },
  ),
];
