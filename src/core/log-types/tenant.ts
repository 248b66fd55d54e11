import { family, type LogType } from "./log-type.ts";

/** The tenant itself: its API, its keys, and Auth0 around it. */
export const tenantTypes: readonly LogType[] = [
  ...family(
    {
      kind: "success",
      topic: "management",
      causes: "An administrator, a deployment or a program with an API token.",
      advice: "Nothing, if it was expected. Who and what stand in the details.",
    },
    {
      sapi: [
        "Settings or data changed",
        "Something in the tenant was created, changed or deleted by the Management API or the dashboard.",
      ],
      mgmt_api_read: [
        "Secrets read",
        "Something that holds secrets was read by the Management API or the dashboard.",
      ],
    },
  ),
  ...family(
    {
      kind: "warning",
      topic: "deprecation",
      causes: "The tenant uses a feature that Auth0 is going to take away.",
      advice:
        "Find the date in the change log (changes only:deprecation) and who uses it in the details, and plan the change.",
    },
    { depnote: ["Deprecated feature used", "Something that is going away was used."] },
  ),
  ...family(
    {
      kind: "success",
      topic: "keys",
      causes: "An administrator, or the schedule of key rotation.",
      advice: "Nothing, if it was expected.",
    },
    {
      kms_key_management_success: [
        "Key operation done",
        "Something was done with the tenant's encryption keys.",
      ],
      kms_key_management_failure: [
        "Key operation failed",
        "Something was to be done with the tenant's encryption keys and failed.",
        {
          kind: "failure",
          causes: "A wrapped key that does not fit, or missing rights.",
          advice: "Repeat the operation, and do not delete old keys before it has gone through.",
        },
      ],
      kms_key_state_changed: [
        "Key changed its state",
        "One of the tenant's encryption keys became active, inactive or gone.",
        { kind: "notice" },
      ],
    },
  ),
  ...family(
    {
      kind: "notice",
      topic: "system",
      causes: "Auth0 does it by itself.",
      advice: "Nothing. If something broke at that time, remember it.",
    },
    {
      sys_update_start: [
        "Auth0 update begun",
        "An update of Auth0's software began (Private Cloud).",
      ],
      sys_update_end: [
        "Auth0 update ended",
        "An update of Auth0's software ended (Private Cloud).",
      ],
      sys_os_update_start: [
        "System update begun",
        "An update of the machines' operating system began (Private Cloud).",
      ],
      sys_os_update_end: [
        "System update ended",
        "An update of the machines' operating system ended (Private Cloud).",
      ],
      admin_update_launch: [
        "Auth0 update launched",
        "An update of Auth0's software was launched (Private Cloud).",
      ],
      acul_sdk_notice: [
        "Login page SDK notice",
        "The SDK of a login page of your own has something to say, like a version that is old.",
        { advice: "Read the description; bring the SDK up to date if it says so." },
      ],
      resource_cleanup: [
        "Old data removed",
        "Auth0 removed what went beyond a limit, like refresh tokens or grants that are too many.",
        {
          causes: "Some users or applications pile up more than is kept.",
          advice: "Find out who piles up: an application that logs in without need is usual.",
        },
      ],
    },
  ),
  ...family(
    {
      kind: "failure",
      topic: "system",
      causes: "The DNS record is missing or changed.",
      advice:
        "Put the DNS record back as the custom domain's settings show it: without it logins over that domain may stop.",
    },
    {
      custom_domain_verification_failed: [
        "Custom domain not verified",
        "Auth0 could not verify that a custom domain is yours.",
      ],
    },
  ),
];
