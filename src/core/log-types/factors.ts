import { family, type LogType } from "./log-type.ts";

/** Second factors. */
export const factorTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "mfa",
      causes: "The person used or set up a second factor.",
      advice: "Nothing.",
    },
    {
      gd_auth_succeed: ["Second factor passed", "The second factor was right."],
      gd_auth_email_verification: [
        "Factor's e-mail confirmed",
        "The code sent to the e-mail address of a factor was right.",
      ],
      gd_enrollment_complete: ["Second factor set up", "Somebody set up their second factor."],
      gd_recovery_succeed: [
        "Recovery code accepted",
        "Somebody without their device got in with a recovery code.",
        { advice: "Nothing; the person should set up a new device." },
      ],
      gd_send_email: ["Factor e-mail sent", "A code for the second factor went out by e-mail."],
      gd_send_email_verification: [
        "Factor confirmation sent",
        "An e-mail to confirm the address of a factor went out.",
      ],
      gd_send_pn: ["Push sent", "A push message to confirm a login went out."],
      gd_send_sms: [
        "Factor text message sent",
        "A code for the second factor went out by text message.",
      ],
      gd_send_voice: [
        "Factor call made",
        "A code for the second factor was given by a phone call.",
      ],
    },
  ),
  ...family(
    {
      kind: "notice",
      topic: "mfa",
      causes: "It is part of logging in with, or setting up, a second factor.",
      advice: "Nothing. The events after it tell how it ended.",
    },
    {
      gd_start_auth: ["Second factor asked for", "A login got as far as the second factor."],
      gd_start_enroll: ["Second factor setup begun", "Somebody began to set up a second factor."],
      gd_unenroll: [
        "Second factor removed",
        "A device is no longer anybody's second factor.",
        {
          causes: "The person or an administrator removed it.",
          advice: "Make sure that the person wanted it: attackers do this first.",
        },
      ],
      gd_update_device_account: [
        "Second factor changed",
        "A device that serves as second factor was changed.",
        { causes: "A new phone, a new push address, or a new name." },
      ],
      gd_tenant_update: [
        "Factor settings changed",
        "Somebody changed the tenant's settings for second factors.",
        {
          causes: "An administrator or a deployment.",
          advice: "Make sure that the change was meant.",
        },
      ],
      mfar: [
        "Second factor required",
        "An application that sends passwords itself was told to ask for the second factor.",
        {
          causes:
            "The tenant's policy or an Action demands it. It is told for password grants only.",
          advice:
            "Nothing, if the application can go on with it; a synthetic login's user must be spared the second factor.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "mfa",
      causes: "A mistyped or late code, a wrong clock, or a lost device.",
      advice:
        "Let the person try a new code. If it is not them, their password is known to somebody else: reset it.",
    },
    {
      gd_auth_failed: [
        "Second factor failed",
        "The second factor was not right, or could not be checked.",
      ],
      gd_auth_rejected: [
        "Push refused",
        "The person refused a push message to confirm a login.",
        {
          causes: "A slip, or a login that was not theirs.",
          advice: "Ask the person. If the login was not theirs, reset the password at once.",
        },
      ],
      gd_auth_fail_email_verification: [
        "Factor's e-mail not confirmed",
        "The code to confirm the e-mail address of a factor was not right.",
      ],
      gd_recovery_failed: [
        "Wrong recovery code",
        "Somebody without their device gave a recovery code that was not right.",
      ],
      gd_start_enroll_failed: [
        "Second factor setup failed",
        "Setting up a second factor could not begin.",
        {
          causes: "The message could not be sent, or the factor is off.",
          advice: "Check that the factor is on and its provider works.",
        },
      ],
      gd_webauthn_challenge_failed: [
        "Security key not verified",
        "The browser could not verify a security key or the device's own unlock.",
        {
          causes: "The person cancelled, or the key belongs to another domain or device.",
          advice:
            "Let the person try another factor; after a change of the login domain keys must be set up anew.",
        },
      ],
      gd_webauthn_enrollment_failed: [
        "Security key not set up",
        "The browser could not set up a security key or the device's own unlock.",
        {
          causes: "The person cancelled, or browser and device do not support it.",
          advice: "Let the person try another browser, or another factor.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "mfa",
      causes:
        "The provider of messages is down, its credentials or credit are used up, or the address is wrong.",
      advice:
        "Look at the provider's own log. Many at once keep people from logging in: treat it as an incident.",
    },
    {
      gd_send_sms_failure: [
        "Factor text message not sent",
        "A code for the second factor could not be sent by text message.",
      ],
      gd_send_voice_failure: [
        "Factor call not made",
        "A code for the second factor could not be given by a phone call.",
      ],
      gd_send_pn_failure: ["Push not sent", "A push message to confirm a login could not be sent."],
      gd_send_email_verification_failure: [
        "Factor confirmation not sent",
        "An e-mail to confirm the address of a factor could not be sent, or did not confirm it.",
      ],
    },
  ),
  ...family(
    {
      kind: "warning",
      topic: "mfa",
      causes: "Old devices that were never removed.",
      advice: "Remove factors that the person no longer uses.",
    },
    {
      too_many_records: [
        "Too many second factors",
        "A user has as many second factors as are allowed.",
      ],
    },
  ),
];
