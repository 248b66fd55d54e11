import { mix, ownHex, ownWord } from "./dice.ts";

/** A tenant that is not there: whom its log events are about. Names are of two lists, addresses of a hash. */
export const tenantName = "bench-prod";
export const tenantHost = `${tenantName}.us.auth0.com`;
export const loginHost = "login.bench.example";

const given =
  "abel aino alma amir anouk arno asha bea bogdan carla cem clara dario della edda elif emre enzo fenna filip gaia goran hilda idris ilse jarek jonna kasia kofi lea liv luca maren mats mira nadim nele nils oda otto petra quinn rafi rosa saba selma signe tarek tilda ugo valerie wanda xenia yann zora".split(
    " ",
  );
const family =
  "aalto acar ahlberg bakker barros bauer brandt calvo clarke conti dekker demir dietz egger farkas ferri fuchs gallo geller grant haddad hakala horvat ilic jacobs jansson kamau kemal klein kovac lambert lang lopes maas mensah mohr nagy nielsen novotny okoro oliva pahor peeters quist rahman reuter ricci sabo santos sokol stein tamm thiel ueda varga vogt wolff yilmaz zeman".split(
    " ",
  );
const mailHosts = ["mail.example", "inbox.example", "post.example", "letters.example"];

export interface Connection {
  readonly name: string;
  readonly id: string;
  readonly strategy: string;
  readonly kind: string;
}

/** Each with how many of a hundred log in by it. */
const connectionShares: readonly (readonly [number, string, string, string])[] = [
  [50, "Username-Password-Authentication", "auth0", "database"],
  [20, "google-oauth2", "google-oauth2", "social"],
  [6, "apple", "apple", "social"],
  [8, "northwind-azuread", "waad", "enterprise"],
  [6, "tailspin-okta", "okta", "enterprise"],
  [4, "wingtip-saml", "samlp", "enterprise"],
  [4, "email", "email", "passwordless"],
  [2, "github", "github", "social"],
];
const connections: readonly Connection[] = connectionShares.map(
  ([, name, strategy, kind], nth) => ({ name, id: `con_${ownWord(nth, 3, 16)}`, strategy, kind }),
);
const byShare = connectionShares.flatMap(([share], nth) => Array<number>(share).fill(nth));

export interface Organization {
  readonly id: string;
  readonly name: string;
}
const organizations: readonly Organization[] = Array.from({ length: 60 }, (_, nth) => ({
  id: `org_${ownWord(nth, 5, 16)}`,
  name: `${family[nth % family.length]}-group`,
}));

export interface App {
  readonly id: string;
  readonly name: string;
  readonly callback: string;
  readonly audience: string;
  readonly scope: string;
  readonly inBrowser: boolean;
}

const audiences = [
  "https://api.bench.example",
  "https://orders.bench.example",
  "https://bills.bench.example/v2",
];
const scopes = [
  "openid profile email",
  "openid profile email offline_access",
  "openid email read:orders write:orders",
  "openid profile email read:invoices",
];
const appOf = (name: string, nth: number): App => ({
  id: ownWord(nth, 11, 32),
  name,
  callback: `https://${name.toLowerCase().replaceAll(" ", "-")}.bench.example/callback`,
  audience: audiences[mix(nth, 12) % audiences.length] ?? "",
  scope: scopes[mix(nth, 13) % scopes.length] ?? "",
  inBrowser: mix(nth, 14) % 3 === 0,
});
export const apps: readonly App[] =
  "Storefront|Customer Portal|iPhone App|Android App|Partner Portal|Help Desk|Loyalty Web|Kiosk|Fleet Tracker|Onboarding|Wiki|Reports|Payroll|People Portal|Legacy Portal|Staging Web|Preview Web|Chat Widget|Warehouse Tablet|Marketing Site"
    .split("|")
    .map(appOf);
export const machines: readonly App[] =
  "Orders API|Billing API|Report Worker|Export Job|Mobile Backend|Provisioning Job|Directory Sync|Terraform Provider|Deploy CLI|Search API|Notifier|Data Loader"
    .split("|")
    .map((name, nth) => appOf(name, 100 + nth));

export interface Place {
  readonly country: readonly [string, string, string];
  readonly city: string;
  readonly at: readonly [number, number];
  readonly zone: string;
  readonly continent: string;
}
export const places: readonly Place[] = [
  {
    country: ["US", "USA", "United States"],
    city: "Ashburn",
    at: [39.0469, -77.4903],
    zone: "America/New_York",
    continent: "NA",
  },
  {
    country: ["US", "USA", "United States"],
    city: "Denver",
    at: [39.7392, -104.9847],
    zone: "America/Denver",
    continent: "NA",
  },
  {
    country: ["CA", "CAN", "Canada"],
    city: "Montreal",
    at: [45.5088, -73.5878],
    zone: "America/Toronto",
    continent: "NA",
  },
  {
    country: ["GB", "GBR", "United Kingdom"],
    city: "Leeds",
    at: [53.7965, -1.5478],
    zone: "Europe/London",
    continent: "EU",
  },
  {
    country: ["DE", "DEU", "Germany"],
    city: "Leipzig",
    at: [51.3396, 12.3713],
    zone: "Europe/Berlin",
    continent: "EU",
  },
  {
    country: ["FR", "FRA", "France"],
    city: "Lyon",
    at: [45.7485, 4.8467],
    zone: "Europe/Paris",
    continent: "EU",
  },
  {
    country: ["NL", "NLD", "The Netherlands"],
    city: "Utrecht",
    at: [52.0908, 5.1222],
    zone: "Europe/Amsterdam",
    continent: "EU",
  },
  {
    country: ["BR", "BRA", "Brazil"],
    city: "Curitiba",
    at: [-25.4278, -49.2731],
    zone: "America/Sao_Paulo",
    continent: "SA",
  },
  {
    country: ["IN", "IND", "India"],
    city: "Pune",
    at: [18.5196, 73.8553],
    zone: "Asia/Kolkata",
    continent: "AS",
  },
  {
    country: ["JP", "JPN", "Japan"],
    city: "Osaka",
    at: [34.6937, 135.5022],
    zone: "Asia/Tokyo",
    continent: "AS",
  },
  {
    country: ["AU", "AUS", "Australia"],
    city: "Perth",
    at: [-31.9522, 115.8614],
    zone: "Australia/Perth",
    continent: "OC",
  },
];

export interface User {
  readonly id: string;
  readonly name: string;
  readonly connection: Connection;
  readonly place: Place;
  readonly organization?: Organization;
  readonly number: number;
}

const users = new Map<number, User>();

/** The user of that number, thought up once. */
export function userOf(number: number): User {
  const user = users.get(number) ?? thinkUp(number);
  users.set(number, user);
  return user;
}

function thinkUp(number: number): User {
  const connection = connections[byShare[mix(number, 21) % byShare.length] ?? 0] as Connection;
  const business = connection.kind === "enterprise";
  const host = business
    ? `${connection.name.split("-")[0]}.example`
    : mailHosts[mix(number, 22) % mailHosts.length];
  const first = given[mix(number, 23) % given.length];
  const name = `${first}.${family[mix(number, 24) % family.length]}${number}@${host}`;
  return {
    number,
    name,
    id: idOf(number, connection, name),
    connection,
    place: places[mix(number, 25) % places.length] as Place,
    ...(business
      ? { organization: organizations[mix(number, 26) % organizations.length] as Organization }
      : {}),
  };
}

function idOf(number: number, { strategy, name }: Connection, email: string): string {
  if (strategy === "google-oauth2") return `${strategy}|1${ownWord(number, 31, 20, "0123456789")}`;
  if (strategy === "waad") return `waad|${ownWord(number, 32, 43)}`;
  if (strategy === "okta") return `okta|${name}|00u${ownWord(number, 33, 17)}`;
  if (strategy === "samlp") return `samlp|${name}|${email}`;
  if (strategy === "apple") return `apple|00${ownHex(number, 34, 44)}`;
  return `${strategy}|${ownHex(number, 35, 24)}`;
}

/** The address of that number; a quarter of them are of the newer kind. */
export function addressOf(number: number): string {
  const [one, other] = [mix(number, 41), mix(number, 42)];
  if (number % 4 === 1) {
    const groups = [43, 44, 45, 46, 47].map((salt) => (mix(number, salt) & 0xffff).toString(16));
    return `2001:db8:${(one & 0xffff).toString(16)}:${groups.join(":")}`;
  }
  return `${20 + (one % 190)}.${(one >>> 8) & 255}.${other & 255}.${1 + ((other >>> 8) % 254)}`;
}

const browsers = [
  "Chrome 141",
  "Chrome 142",
  "Mobile Safari 18",
  "Chrome Mobile 142",
  "Safari 18",
  "Edge 142",
  "Firefox 144",
  "Samsung Internet 28",
];
const systems = ["Windows 10.0.0", "Mac OS X 10.15.7", "Ubuntu 0.0.0", "Chrome OS 14541.0.0"];
const phones = ["iOS 18.1.0", "iOS 18.2.0", "Android 14.0.0", "Android 15.0.0"];

export interface Browser {
  readonly words: string;
  readonly mobile: boolean;
}

export function browserOf(number: number): Browser {
  const browser = browsers[number % browsers.length] ?? "";
  const mobile = /Mobile|Samsung/.test(browser);
  const list = mobile ? phones : systems;
  return { words: `${browser}.0.0 / ${list[(number >>> 8) % list.length]}`, mobile };
}
