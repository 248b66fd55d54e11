/**
 * Fields, anywhere in an event, whose value names a person: their id, name, e-mail address or phone number. In lower case
 * and without `_` and `-`, since Auth0, SCIM and those who call its APIs write each in their own way.
 */
const naming = new Set(
  [
    "userid useridentifier sub uid memberid members users user owner subjectid externalid",
    "username preferredusername upn userprincipalname login loginhint samaccountname",
    "email emails emailaddress mail useremail newemail oldemail defaultemail",
    "to cc bcc recipient recipients",
    "phone phones phonenumber phonenumbers newphonenumber mobile mobilephone msisdn",
    "nickname givenname familyname middlename firstname lastname surname displayname fullname formatted",
    "identity identityuserid idpuserid nameid nameidentifier identifier impersonatoruserid",
    "linkwith secondaryuserid primaryuserid",
  ].flatMap((line) => line.split(" ")),
);

/** Fields that hold a person, whose `name` is a person's then. */
const holders = new Set(
  "user users profile originalprofile userinfo invitee inviter member members owner account actor impersonator".split(
    " ",
  ),
);

/** Fields that only people have: what has one of them is a person. */
const marks = ["email", "user_id", "username", "given_name", "family_name", "userName", "emails"];

/** Whether the value of a field with this name names a person. */
export const namesPerson = remembered((key) => naming.has(plainKey(key)));

const holdsPerson = remembered((key) => holders.has(plainKey(key)));

/** Whether an object that stands under this key is about a person. */
export const isPerson = (key: string, held: object): boolean =>
  holdsPerson(key) || marks.some((mark) => Object.hasOwn(held, mark));

const plainKey = (key: string): string => key.toLowerCase().replace(/[_-]/g, "");

/** Most of an event's keys are the same few, over and over; those that somebody else made up must not fill the memory. */
function remembered(tell: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>();
  return (key) => {
    const told = known.get(key);
    if (told !== undefined) return told;
    const first = tell(key);
    if (known.size < 5_000) known.set(key, first);
    return first;
  };
}
