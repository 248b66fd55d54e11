import { family, type LogType } from "./log-type.ts";

/** Users that come from elsewhere, organizations, and code of the tenant's own. */
export const provisioningTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "organization",
      causes: "An administrator or an invitation.",
      advice: "Nothing, if it was expected.",
    },
    {
      organization_member_added: ["Member added", "Somebody became a member of an organization."],
      si: ["Invitation accepted", "Somebody accepted an invitation."],
      fi: [
        "Invitation not accepted",
        "Somebody followed an invitation and could not accept it.",
        {
          kind: "failure",
          causes:
            "Another e-mail address than the invited one, or an invitation that expired or was used.",
          advice: "Invite the address that the person logs in with.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "success",
      topic: "provisioning",
      causes: "A directory, an import or a customer's administrator.",
      advice: "Nothing.",
    },
    {
      sscim: [
        "Directory change applied",
        "A customer's directory created, changed or removed a user over SCIM.",
      ],
      directory_sync_started: [
        "Directory sync begun",
        "Reading users from a customer's directory began.",
        { kind: "notice" },
      ],
      directory_sync_completed: [
        "Directory sync done",
        "Users were read from a customer's directory.",
      ],
      sui: ["Users imported", "An import of users went through."],
      con: ["Directory connector online", "The AD/LDAP connector is connected and works."],
      ss_sso_success: [
        "Self-service step done",
        "A customer's administrator did a step of setting up their own connection.",
      ],
      ss_sso_info: [
        "Self-service test",
        "A customer's administrator began or ended a test of their own connection.",
        { kind: "notice" },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "provisioning",
      causes:
        "Wrong credentials, attributes that are missing or clash, or the other side was not reached.",
      advice:
        "Read the description, and put it right with whoever runs the other side. Until then users there may be out of date.",
    },
    {
      fscim: [
        "Directory change refused",
        "A customer's directory tried to create, change or remove a user over SCIM, and it failed.",
      ],
      directory_sync_failed: [
        "Directory sync failed",
        "Users could not be read from a customer's directory.",
      ],
      fui: [
        "User import failed",
        "An import of users failed, all or in part.",
        {
          causes: "Entries of a wrong form, users that exist already, or a file that is too big.",
          advice: "Read the import job's errors, and import what failed again.",
        },
      ],
      coff: [
        "Directory connector offline",
        "The AD/LDAP connector is not connected: who logs in through it cannot.",
        {
          causes: "The machine or its network is down, or its certificate expired.",
          advice: "Start the connector and look into its own log. Run more than one.",
        },
      ],
      fcpro: [
        "Directory connector not set up",
        "An AD/LDAP connector could not be set up.",
        { causes: "A ticket that was used or expired, or a network that keeps Auth0 away." },
      ],
      ss_sso_failure: [
        "Self-service step failed",
        "A customer's administrator could not do a step of setting up their own connection.",
        {
          causes: "A ticket that expired or was opened too often, or settings that do not fit.",
          advice: "Send the administrator a new ticket, and read the description.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "extension",
      causes:
        "An error in its code, a secret that is missing or old, or a service it asks that does not answer.",
      advice:
        "Look at its errors and at what was deployed last. A login that passes through it may be refused.",
    },
    {
      actions_execution_failed: ["Action failed", "An Action of the tenant ended with an error."],
      flows_execution_failed: ["Flow failed", "A flow ended with an error."],
      forms_submission_failed: [
        "Form not submitted",
        "Somebody filled in a form, and submitting it failed.",
      ],
      fcph: [
        "Hook after a password change failed",
        "The Hook that runs after a password change ended with an error.",
        { advice: "Move it to an Action: Hooks have come to their end." },
      ],
      fpurh: [
        "Hook after a sign-up failed",
        "The Hook that runs after a sign-up ended with an error.",
        { advice: "Move it to an Action: Hooks have come to their end." },
      ],
    },
  ),
  ...family(
    { kind: "success", topic: "extension", causes: "Somebody came by it.", advice: "Nothing." },
    {
      flows_execution_completed: ["Flow done", "A flow ran to its end."],
      forms_submission_succeeded: ["Form submitted", "Somebody filled in a form and sent it."],
    },
  ),
];
