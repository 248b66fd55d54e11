import { family, type LogType } from "./log-type.ts";

/** One thing given in exchange for a token. */
export const tokenTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "token",
      causes: "An application asked for tokens in a way it is allowed to.",
      advice:
        "Nothing. Far more than usual from one application uses up limits: it should keep its tokens until they expire.",
    },
    {
      seacft: [
        "Code exchanged for tokens",
        "An application turned the code from a login into tokens: a login's last step.",
      ],
      seccft: [
        "Machine got a token",
        "A program got a token with its own credentials, without a person.",
      ],
      sepft: [
        "Logged in with a password grant",
        "An application sent a person's username and password itself and got tokens.",
      ],
      sertft: ["Tokens refreshed", "An application got new tokens with a refresh token."],
      sede: [
        "Device got its tokens",
        "A device got tokens after its person had confirmed it elsewhere.",
      ],
      seotpft: [
        "Password grant finished with a one-time code",
        "After username and password, a one-time code was right, and the application got tokens.",
      ],
      seoobft: [
        "Password grant finished on another device",
        "After username and password, the person confirmed on another device, and the application got tokens.",
      ],
      sercft: [
        "Password grant finished with a recovery code",
        "After username and password, a recovery code was right, and the application got tokens.",
      ],
      sepkoobft: [
        "Passkey login finished on another device",
        "After a passkey, the person confirmed on another device, and the application got tokens.",
      ],
      sepkotpft: [
        "Passkey login finished with a one-time code",
        "After a passkey, a one-time code was right, and the application got tokens.",
      ],
      sepkrcft: [
        "Passkey login finished with a recovery code",
        "After a passkey, a recovery code was right, and the application got tokens.",
      ],
      secte: [
        "Custom token exchanged",
        "A token from elsewhere was exchanged by the tenant's own rules.",
      ],
      seta: [
        "Token taken out of the vault",
        "An application got a third party's token that Auth0 keeps for the person.",
      ],
      ciba_exchange_succeeded: [
        "Login on another device finished",
        "The person confirmed on their own device, and the application got tokens.",
      ],
      idjag_exchange_succeeded: [
        "Identity assertion exchanged",
        "An assertion that another identity provider issued was exchanged for a token.",
      ],
      success_on_behalf_of_token_exchange: [
        "Token exchanged on somebody's behalf",
        "A service got a token to act for the person who called it.",
      ],
      sdeleacft: [
        "Code exchange of an undescribed kind",
        "Auth0 lists this code among successful token exchanges and says nothing more about it.",
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "token",
      causes:
        "What was handed in is wrong, expired or used already, or the application may not use this grant.",
      advice:
        "Read the description: it names the reason. Then check the application's grants, its secret and its code.",
    },
    {
      feacft: [
        "Code not exchanged",
        "The code from a login was not accepted, so the login did not finish.",
        {
          causes:
            "The code was used twice or is too old, the redirect address or the PKCE verifier differs, or the secret is wrong.",
          advice:
            "Check the application's secret, callback and clock; if one page loads twice, the second exchange fails.",
        },
      ],
      feccft: [
        "Machine got no token",
        "A program asked for a token with its own credentials and was refused.",
        {
          causes:
            "A wrong or rotated secret, or an API that the application is not authorized for.",
          advice:
            "Check the secret where the program runs, and the application's authorization for the API it names.",
        },
      ],
      fepft: [
        "Failed password grant",
        "An application sent a username and password itself, and they were not accepted.",
        {
          causes:
            "Wrong credentials, a blocked user, an Action that refused, or the grant is not allowed for the application.",
          advice:
            "Read the description. For the synthetic login's own user, check the stored password at once: ten failures block it.",
        },
      ],
      fertft: [
        "Refresh token refused",
        "An application tried to get new tokens, and its refresh token was not accepted.",
        {
          causes: "It expired, was revoked, or belongs to a user who is blocked or gone.",
          advice:
            "The application must send its person to log in again. Many at once: ask who revoked tokens or changed their lifetime.",
        },
      ],
      ferrt: [
        "Refresh token used twice",
        "A refresh token that had been replaced was used again, so its whole family was revoked.",
        {
          causes: "Two tabs or requests refreshing at once, a lost answer, or a stolen token.",
          advice:
            "Occasional ones: allow some overlap in the rotation settings. Others: treat the token as stolen.",
        },
      ],
      fede: [
        "Device got no tokens",
        "A device asked for its tokens and did not get them.",
        {
          causes:
            "Mostly it only asks before the person has confirmed; else the code expired or was refused.",
          advice: "Nothing, while the description says that the confirmation is pending.",
        },
      ],
      feotpft: [
        "Password grant stopped at a one-time code",
        "Username and password were right, but the one-time code was not.",
      ],
      feoobft: [
        "Password grant not confirmed on another device",
        "Username and password were right, but no confirmation came from the other device.",
      ],
      fercft: [
        "Password grant stopped at a recovery code",
        "Username and password were right, but the recovery code was not.",
      ],
      fepotpft: [
        "Wrong passwordless code",
        "Somebody logging in without a password gave a code that was wrong or too old.",
      ],
      fecte: [
        "Custom token refused",
        "A token from elsewhere was not accepted by the tenant's own exchange rules.",
      ],
      feta: [
        "No token from the vault",
        "An application asked for a third party's token that Auth0 keeps, and got none. Auth0 files it among successes; it is none.",
        {
          causes:
            "The person never linked that account, took back the consent, or its refresh token died.",
          advice: "Let the person link the account again.",
        },
      ],
      ciba_exchange_failed: [
        "Login on another device not finished",
        "No tokens: the person did not confirm on their own device, or the request expired.",
      ],
      idjag_exchange_failed: [
        "Identity assertion refused",
        "An assertion that another identity provider issued was not accepted.",
      ],
      jwt_bearer_exchange_failed: [
        "Signed assertion refused",
        "A signed statement handed in for a token was not accepted.",
      ],
      failed_on_behalf_of_token_exchange: [
        "No token on somebody's behalf",
        "A service asked for a token to act for its caller and was refused.",
      ],
      fdeleacft: [
        "Failed code exchange of an undescribed kind",
        "Auth0 lists this code among failed token exchanges and says nothing more about it.",
      ],
    },
  ),
  ...family(
    {
      kind: "success",
      topic: "token",
      causes: "An application, a person or an administrator asked for it.",
      advice: "Nothing.",
    },
    {
      sd: [
        "Delegated token given",
        "An application got another application's token over the old delegation endpoint.",
        { advice: "Plan to leave the delegation endpoint: it is a legacy feature." },
      ],
      srrt: [
        "Refresh token revoked",
        "A refresh token was made invalid; whoever holds it must log in again.",
      ],
      fd: [
        "Delegated token refused",
        "An application asked the old delegation endpoint for another application's token and was refused.",
        {
          kind: "failure",
          causes: "The endpoint is off for the tenant, or the token handed in is not valid.",
          advice: "Leave the delegation endpoint: it is a legacy feature.",
        },
      ],
    },
  ),
];
