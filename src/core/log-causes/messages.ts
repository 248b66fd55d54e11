import type { CauseRow } from "./log-cause.ts";

/** Codes and tokens, and messages to people. */
export const messageCauses: Readonly<Record<string, CauseRow>> = {
  "expired-or-used-code": [
    "login code of the application expired or used twice",
    "application",
    "At the last step of a login the application handed in a code that was too old, used already, or not its own.",
    "Have them begin the login anew. If it happens to many, the application hands its code in twice or too late.",
  ],
  "bad-verifier": [
    "application mixed up two logins",
    "application",
    "The application's proof (PKCE) did not fit the login it was for.",
    "Have them close other tabs and begin anew. If it happens to many, the application loses its state in between.",
  ],
  "refresh-expired": [
    "stayed logged in too long",
    "user",
    "The token that kept the person logged in has run out, by age or for want of use.",
    "Nothing is wrong: have them log in again.",
  ],
  "refresh-reused": [
    "refresh token used twice",
    "application",
    "A token that counts once was used again, so the whole session was ended: a slow network, two tabs, or a thief.",
    "Have them log in again. If it comes back, the application renews in parallel, or allows no overlap; if they did not do it, treat it as theft.",
  ],
  "refresh-unknown": [
    "refresh token not valid any more",
    "user",
    "The token that kept the person logged in is not known: revoked, logged out elsewhere, or of another application.",
    "Have them log in again. Many at once: somebody revoked them, or the password was changed.",
  ],
  "token-refused": [
    "token not accepted",
    "application",
    "A token or statement that was handed in was not valid, too old, or meant for something else.",
    "Whoever keeps the application: check who issued it and for whom.",
  ],
  "mail-refused": [
    "mail refused",
    "provider",
    "The mail service, or the receiver's, would not take the message.",
    "The person gets no mail until this is mended: see the reason in the event, and the mail provider's own log.",
  ],
  "mail-address": [
    "their mail address takes no mail",
    "user",
    "The receiver's address does not exist, is full, or is on a list of addresses that bounced.",
    "Have them spell the address. If it is right, take it off the mail provider's suppression list.",
  ],
  "mail-credentials": [
    "mail service's password wrong",
    "tenant",
    "The mail service refused the tenant's own credentials.",
    "No mail goes out to anybody. Put the right credentials in at Branding > Email Provider, and send a test.",
  ],
  "mail-timeout": [
    "mail service did not answer",
    "provider",
    "The mail service could not be reached in time.",
    "Have them ask for the mail again in some minutes. If many are hit, see the provider's status.",
  ],
  "mail-limit": [
    "mail quota used up",
    "tenant",
    "The mail service takes no more messages for now.",
    "Raise the quota at the mail provider; people get no mail until then.",
  ],
  "mail-failed": [
    "mail not sent",
    "provider",
    "A message could not be sent.",
    "See the reason in the event, and the mail provider's own log.",
  ],
  "message-warning": [
    "message sent, but not as set up",
    "tenant",
    "A message went out in another way than the settings say.",
    "Read the warning in the event.",
  ],
  "sms-refused": [
    "text message or call not sent",
    "provider",
    "The provider of text messages refused, or could not be reached.",
    "Let the person use another second factor. See the provider's own log: credit, sender, country.",
  ],
  "sms-number": [
    "phone number not usable",
    "user",
    "The number is not valid, cannot get text messages, or its owner refused them.",
    "Have them spell the number with its country code; a landline gets a call, not a text.",
  ],
  "push-refused": [
    "push message not sent",
    "provider",
    "A push message to confirm a login could not be sent to the phone.",
    "Have them open the app and use its code instead; with a new phone, reset the second factor.",
  ],
};
