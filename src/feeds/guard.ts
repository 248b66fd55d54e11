import { lookup as resolve } from "node:dns";
import { BlockList, isIP, isIPv4, type LookupFunction } from "node:net";

/** What nobody outside may make the bot reach: everything that is not a plain public address. */
const notPublic4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Metadata services that live on public-looking addresses.
  "168.63.129.16/32",
  "100.100.100.200/32",
];
/** Of IPv6 only 2000::/3 is in use; of that, what is not for everyone or hides an IPv4 address. */
const notPublic6 = [
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
  "5f00::/16",
];

const refused4 = listOf(notPublic4);
const refused6 = listOf(notPublic6);
const unicast6 = listOf(["2000::/3"]);

/** True for an address that anybody on the internet may reach. Anything doubtful is not. */
export function isPublicAddress(address: string): boolean {
  const [plain = ""] = address.split("%");
  if (isIPv4(plain)) return !refused4.check(plain, "ipv4");
  return isIP(plain) === 6 && unicast6.check(plain, "ipv6") && !refused6.check(plain, "ipv6");
}

/** Hosts and networks that the operator lets people's addresses reach although they are private. */
export interface Allowed {
  host(name: string): boolean;
  address(address: string): boolean;
}

/** @throws TypeError for an entry that is neither a host nor a network. */
export function allowedBy(entries: readonly string[]): Allowed {
  const networks = entries.filter(
    (entry) => /^[\da-f:.]+(\/\d+)?$/i.test(entry) && isNetwork(entry),
  );
  const hosts = entries.filter((entry) => !networks.includes(entry)).map(hostName);
  const list = listOf(networks);
  return {
    host: (name) => hosts.includes(hostName(name)),
    address: (address) => {
      const [plain = ""] = address.split("%");
      const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
      if (mapped) return list.check(mapped, "ipv4");
      return isIP(plain) !== 0 && list.check(plain, isIPv4(plain) ? "ipv4" : "ipv6");
    },
  };
}

const hostName = (name: string) => name.toLowerCase().replace(/\.$/, "");

function isNetwork(entry: string): boolean {
  const [address = "", bits] = entry.split("/");
  const most = isIPv4(address) ? 32 : 128;
  return isIP(address) !== 0 && (bits === undefined || Number(bits) <= most);
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    list.addSubnet(address, Number(bits ?? (family === "ipv4" ? 32 : 128)), family);
  }
  return list;
}

/** The address is one that may not be reached. */
export class RefusedAddress extends Error {
  override readonly name = "RefusedAddress";
  readonly code = "ERR_REFUSED_ADDRESS";
}

/** No port that browsers keep for other protocols: what is said there in HTTP could be read as mail or a command. */
export class RefusedPort extends RefusedAddress {}

/** Those of the Fetch standard. */
const otherProtocols = new Set(
  (
    "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 " +
    "137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 " +
    "1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080"
  ).split(" "),
);

/** The address written in a URL's host, if it is one: `new URL` has turned octal, hex and integer forms into it. */
function literalIn(hostname: string): string | undefined {
  const plain = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return isIP(plain) === 0 ? undefined : plain;
}

export type ResolveAll = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly Resolved[]) => void,
) => void;
export interface Resolved {
  readonly address: string;
  readonly family: number;
}

export const systemResolve: ResolveAll = (hostname, done) =>
  resolve(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []));

/**
 * Looks a name up for the very connection that is about to be made, so that a name cannot turn out to
 * be another address than the one that was checked. One address that may not be reached refuses the name.
 */
export function guardedLookup(allowed: Allowed, resolveAll: ResolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolveAll(hostname, (error, addresses) => {
      const problem = error ?? problemOf(hostname, addresses, allowed);
      const [first = { address: "", family: 0 }] = problem ? [] : addresses;
      if (options.all && !problem) callback(null, [...addresses]);
      else callback(problem, first.address, first.family);
    });
  };
}

function problemOf(hostname: string, addresses: readonly Resolved[], allowed: Allowed) {
  const fine = addresses.every(({ address }) => mayReach(address, hostname, allowed));
  return fine && addresses.length > 0 ? null : new RefusedAddress("not a public address");
}

/** @throws RefusedAddress if the host is written as an address that may not be reached, or the port is none of the web's. */
export function checkWritten({ hostname, port }: URL, allowed: Allowed): void {
  if (otherProtocols.has(port)) throw new RefusedPort("a port of another protocol");
  const literal = literalIn(hostname);
  if (literal && !mayReach(literal, literal, allowed)) {
    throw new RefusedAddress("not a public address");
  }
}

function mayReach(address: string, hostname: string, allowed: Allowed): boolean {
  return isPublicAddress(address) || allowed.host(hostname) || allowed.address(address);
}
