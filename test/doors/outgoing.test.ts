import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allowedBy,
  checkWritten,
  guardedLookup,
  isPublicAddress,
  type Resolved,
} from "../../src/feeds/guard.ts";
import { httpUrl } from "../../src/feeds/links.ts";
import { insideSix, ringed, spelledFour, within } from "./spellings.ts";

const nobody = allowedBy([]);

/** What a request would go to, before anything is looked up; undefined where it is refused. */
function goesTo(written: string, allowed = nobody): string | undefined {
  const url = httpUrl(written);
  if (!url) return undefined;
  try {
    checkWritten(url, allowed);
    return url.hostname;
  } catch {
    return undefined;
  }
}

/** Networks that are not the public internet, as IANA lists them, and metadata services beside them. */
const refusedNetworks = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
  ...["172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"],
  // IANA gives these to the public, though nothing that is a feed can be there: name servers of last resort, and relays.
  ...["192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24"],
  ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  ...["255.255.255.255/32", "169.254.169.254/32", "100.100.100.200/32", "168.63.129.16/32"],
];
const publicNetworks = ["1.0.0.0/8", "8.0.0.0/8", "93.184.0.0/16", "172.32.0.0/11", "223.0.0.0/8"];
const refused = fc.constantFrom(...refusedNetworks).chain(within);
const open = fc.constantFrom(...publicNetworks).chain(within);

describe("the outgoing guard", () => {
  it("refuses an address that is not public in any spelling", () => {
    fc.assert(
      fc.property(spelledFour(refused), (spelled) => {
        expect(goesTo(`http://${spelled}/`)).toBeUndefined();
        expect(goesTo(`https://ada:pw@${spelled}:8443/x`)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses it in ringed digits and inside an IPv6 address", () => {
    fc.assert(
      fc.property(refused, (four) => {
        expect(goesTo(`http://${ringed(four)}/`)).toBeUndefined();
        for (const six of insideSix(four)) {
          expect([six, goesTo(`http://[${six}]/`)]).toEqual([six, undefined]);
          expect([six, isPublicAddress(six)]).toEqual([six, false]);
        }
      }),
    );
  });

  it("lets a public address pass in any spelling, as the address that it is", () => {
    fc.assert(
      fc.property(
        open.chain((four) => spelledFour(fc.constant(four)).map((spelled) => ({ four, spelled }))),
        ({ four, spelled }) => {
          // What cannot be read as an address at all is not reached either.
          if (httpUrl(`http://${spelled}/`) === undefined) return;
          expect(goesTo(`http://${spelled}/`)).toBe(four.join("."));
          expect(isPublicAddress(four.join("."))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ...["[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::1]", "[::ffff:127.0.0.1]", "[::7f00:1]"],
    ...["[fe80::1]", "[febf::1]", "[fec0::1]", "[fc00::1]", "[fdff::1]", "[fd00:ec2::254]"],
    ...["[ff02::1]", "[ff05::2]", "[100::1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a9fe:a9fe]"],
    ...["[2001::1]", "[2001:0:53aa:64c::1]", "[2001:2::1]", "[2001:10::1]", "[2001:20::1]"],
    ...["[2001:db8::1]", "[2002:a9fe:a9fe::]", "[3fff::1]", "[5f00::1]", "[4000::1]", "[1::1]"],
    ...["[2620:4f:8000::1]", "[::ffff:0:127.0.0.1]", "[fe80::1%25eth0]", "[fe80::1%eth0]"],
  ])("refuses the IPv6 address %s", (host) => {
    expect(goesTo(`http://${host}/`)).toBeUndefined();
  });

  it("lets public IPv6 addresses pass", () => {
    expect(goesTo("http://[2606:4700::6810:84e5]/")).toBe("[2606:4700::6810:84e5]");
    expect(goesTo("http://[2a00:1450:4001:81b::200e]/")).toBeDefined();
  });

  it.each([
    "http://good.example@127.0.0.1/",
    "http://good.example:80@127.0.0.1/",
    "http://127.0.0.1\\@good.example/",
    "http://127.0.0.1#@good.example/",
    "http://127.0.0.1?@good.example/",
    "http:127.0.0.1/",
    "http:/127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:////127.0.0.1/",
    "http://\t127.0.0.1/",
    "http://127.0.\n0.1/",
    "\u0000http://127.0.0.1/",
    " http://127.0.0.1/ ",
    "hTTp://127.0.0.1/",
    "http://127.0.0.1:80:80/",
    "http://127.0.0.1%00.good.example/",
    "http://127.0.0.1%0d%0aHost:good.example/",
    "http://[127.0.0.1]/",
    "http://[::1]:80/",
    "http://[::1].good.example/",
    "http://127%2e0%2e0%2e1/",
    "http://%31%32%37.0.0.1/",
    "http://１２７.０.０.１/",
    "http://①②⑦。⓪．⓪｡①/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://0/",
    "http://127.1/",
    "http://127.127/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://00000177.0.0.1/",
    "http://127.0.0.1./",
    "http://256.256.256.256/",
    "http://4294967296/",
    "http://1.2.3.4.5/",
    "http://",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "file://127.0.0.1/c$",
    "ftp://good.example/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stats",
    "ldap://127.0.0.1/",
    "tftp://127.0.0.1/x",
    "jar:http://good.example/x.jar!/",
    "netdoc:///etc/passwd",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "blob:http://good.example/1",
    "view-source:http://good.example/",
    "ws://good.example/",
    "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
  ])("refuses %j, whatever stands around the address", (written) => {
    expect(goesTo(written)).toBeUndefined();
  });

  it("refuses ports of other protocols, also where the host is public or allowed", () => {
    for (const port of [0, 1, 22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 993, 6000, 6667]) {
      if (port === 445) continue; // Browsers do not keep that one.
      expect(goesTo(`http://good.example:${port}/`)).toBeUndefined();
      expect(goesTo(`http://10.0.0.1:${port}/`, allowedBy(["10.0.0.1"]))).toBeUndefined();
    }
    for (const port of [80, 443, 8080, 8443, 3000]) {
      expect(goesTo(`http://good.example:${port}/`)).toBe("good.example");
    }
  });

  it("makes exactly those exceptions that outgoing.allow names", () => {
    const allowed = allowedBy(["feeds.internal", "10.1.0.0/16", "192.168.7.7", "fd00:1::/32"]);
    for (const fine of ["10.1.0.0", "10.1.255.255", "192.168.7.7", "[fd00:1:2::3]"]) {
      expect(goesTo(`http://${fine}/`, allowed)).toBe(fine);
    }
    for (const other of ["10.0.255.255", "10.2.0.0", "192.168.7.8", "[fd00:2::1]", "[::1]"]) {
      expect(goesTo(`http://${other}/`, allowed)).toBeUndefined();
    }
    expect(["feeds.internal", "FEEDS.internal."].map(allowed.host)).toEqual([true, true]);
    const others = ["x.feeds.internal", "feeds.internal.example", "xfeeds.internal", "internal"];
    expect(others.map(allowed.host)).toEqual(others.map(() => false));
  });
});

const four = (address: fc.Arbitrary<readonly number[]>) =>
  address.map((parts): Resolved => ({ address: parts.join("."), family: 4 }));

function look(name: string, addresses: readonly Resolved[], allowed = nobody): Promise<unknown> {
  return new Promise((resolve) => {
    const lookup = guardedLookup(allowed, (_, done) => done(null, addresses));
    lookup(name, { all: true }, (error, found) => resolve(error ? error.name : found));
  });
}

describe("a name that is looked up", () => {
  it("is refused as soon as one of its addresses is not public, wherever it stands among them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(four(open), { maxLength: 4 }),
        four(refused),
        fc.array(four(open), { maxLength: 4 }),
        async (before, bad, after) => {
          expect(await look("mixed.example", [...before, bad, ...after])).toBe("RefusedAddress");
          const all = [...before, ...after];
          if (all.length > 0) expect(await look("fine.example", all)).toEqual(all);
        },
      ),
    );
  });

  it.each([
    ["localhost", "127.0.0.1"],
    ["localhost.", "::1"],
    ["ip6-localhost", "::1"],
    ["metadata.google.internal", "169.254.169.254"],
    ["metadata", "169.254.169.254"],
    ["instance-data.ec2.internal", "169.254.169.254"],
    ["kubernetes.default.svc", "10.96.0.1"],
    ["host.docker.internal", "192.168.65.254"],
    ["127.0.0.1.nip.io", "127.0.0.1"],
    ["localtest.me", "::1"],
    ["mapped.example", "::ffff:10.0.0.1"],
    ["nat64.example", "64:ff9b::a00:1"],
    ["link.example", "fe80::1%eth0"],
    ["nothing.example", "not an address"],
  ])("is refused where %s, directly or by another name, is at %s", async (name, address) => {
    const family = address.includes(":") ? 6 : 4;
    expect(await look(name, [{ address, family }])).toBe("RefusedAddress");
  });

  it("is refused where it has no address at all", async () => {
    expect(await look("empty.example", [])).toBe("RefusedAddress");
  });
});
