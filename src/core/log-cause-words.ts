/** Which words tell which cause. The first that occurs counts, so what is more exact stands first. Lower case. */
export type Wordings = readonly (readonly [words: RegExp, cause: string])[];

export const loginWordings: Wordings = [
  [/verification code has expired|wrong .*verification code|invalid (?:otp|code\b)/, "wrong-code"],
  [/maximum number of (?:attempts|codes)|too many (?:otp|code)/, "too-many-codes"],
  [
    /too.many.attempts|consecutive log-?ins? unsuccessful|blocked after (?:multiple|\d+)|brute.force/,
    "blocked-by-attempts",
  ],
  [/too.many.logins|limit of logins/, "too-many-logins"],
  [/leaked|breached/, "breached-password"],
  [/credentials or user is blocked/, "credentials-refused"],
  [/user (?:is )?blocked|account (?:is|has been) (?:blocked|suspended)/, "blocked-by-admin"],
  [/verif(?:y|ied).{0,20}e-?mail|e-?mail.{0,30}not.{0,10}verified|email_not/, "email-unverified"],
  [/callback url mismatch|redirect_uri is not/, "callback-mismatch"],
  [/idp-initiated/, "idp-initiated-off"],
  [/not (?:part|a member) of .*org/, "not-a-member"],
  [/organization.{0,20}(?:is )?(?:required|not allowed)/, "organization-missing"],
  [/certificate|thumbprint|signature/, "provider-certificate"],
  [/assertion|saml|inresponseto|audience is invalid|nonce|issuer/, "assertion-refused"],
  [
    /unable to verify (?:transaction )?state|invalid state|expired login|login ticket/,
    "lost-state",
  ],
  [/captcha|requires.verification|requires.validation|suspicious request/, "bot-suspected"],
  [/cross.origin|third.party cookie/, "cookies-blocked"],
  [/aadsts\d+|invalid_resource|admin.{0,10}approval/, "provider-refused"],
  [/cancel|did not authori[sz]e|denied the request|did not consent/, "cancelled"],
  [/script (?:generated|error)|database script|custom database/, "script-error"],
  [
    /obtain (?:access|request) token|user ?info|user profile|econn|etimedout|socket hang|discovery/,
    "connection-failed",
  ],
  [
    /connection.{0,40}(?:not found|disabled|not enabled|does not exist)|no (?:active )?connection/,
    "connection-missing",
  ],
  [/access denied (?:by|from)|\b(?:action|rule)\b.{0,20}(?:denied|refused)/, "denied-by-action"],
  [/multi-?factor|mfa.{0,20}required/, "mfa-required"],
  [/development keys/, "development-keys"],
  [
    /wrong .*password|invalid (?:user |username |e?-?mail )?.{0,12}(?:credentials|password)/,
    "credentials-refused",
  ],
  [/user (?:does not exist|not found)|no such user/, "unknown-user"],
];

export const tokenWordings: Wordings = [
  [/reuse|reused/, "refresh-reused"],
  [/refresh token.{0,40}expired|expired.{0,20}refresh token/, "refresh-expired"],
  [/refresh token/, "refresh-unknown"],
  [/code.verifier|code challenge failed/, "bad-verifier"],
  [/authorization code|invalid code\b/, "expired-or-used-code"],
  [/grant type|grant_type|not allowed for the client/, "grant-not-allowed"],
  [/client authentication|invalid client|client secret|client_assertion/, "bad-client-credentials"],
  [/unknown client|client (?:does not exist|not found)/, "unknown-client"],
  [
    /service not (?:enabled|found)|not authorized to access|client is not authorized|client-grant/,
    "api-not-allowed",
  ],
  [/scope/, "insufficient-scope"],
  [/authorization.pending|pending/, "not-confirmed-yet"],
  [/endpoint.{0,20}disabled|legacy/, "legacy-off"],
];

export const accountWordings: Wordings = [
  [/already (?:exists|been (?:taken|registered))|is taken/, "already-exists"],
  [/password.{0,30}(?:previously|history|before)/, "reused-password"],
  [
    /too weak|too common|passwordstrength|passworddictionary|passwordnouserinfo|password policy/,
    "weak-password",
  ],
  [/sign.?ups? (?:is|are)? ?(?:disabled|not allowed)|public signup/, "signup-disabled"],
  [
    /(?:link|ticket|url|invitation|access).{0,30}(?:expired|used|invalid|only once)|access expired/,
    "expired-link",
  ],
  [/returnto|logout url/, "logout-mismatch"],
  [/10 ?kb|profile.{0,30}(?:size|large|big)/, "profile-too-big"],
];

export const commonWordings: Wordings = [
  [/rate limit|too many requests|limit has been reached|of the limit/, "rate-limited"],
  [
    /missing required|payload validation|malformed|invalid (?:request|parameter)/,
    "invalid-request",
  ],
  [/internal (?:server )?error|internal_error|unexpected error/, "auth0-error"],
];

/** Of the application itself, where it asks for tokens. */
export const clientWordings: Wordings = [[/^unauthorized\b/, "bad-client-credentials"]];

export const factorWordings: Wordings = [
  [/pending/, "not-confirmed-yet"],
  [/reject/, "mfa-rejected"],
  [/too many|maximum/, "too-many-codes"],
];

export const mailWordings: Wordings = [
  [/valid phone|phone.{0,40}not valid|2121[14]|21610/, "sms-number"],
  [/phone|sms|twilio/, "sms-refused"],
  [/timeout|timed out|etimedout|econn|greeting never/, "mail-timeout"],
  [/quota|limit|throttl|too many/, "mail-limit"],
  [/\b535\b|invalid login|authenticat|credential|api key|unauthori[sz]ed/, "mail-credentials"],
  [/\b55[0-4]\b|recipient|mailbox|does not exist|bounce|suppress|invalid address/, "mail-address"],
  [/blacklist|blocklist|rejected|spam|not verified|refused|denied/, "mail-refused"],
];

export const phoneWordings: Wordings = [
  [/not a valid|invalid.{0,15}number|21211|21610|unsubscribed|landline|blacklist/, "sms-number"],
];
