import { describe, expect, it } from "vitest";
import {
  allowedBy,
  checkWritten,
  guardedLookup,
  isPublicAddress,
  type Resolved,
} from "../../src/feeds/guard.ts";

const nobody = allowedBy([]);
const refuses = (url: string, allow: readonly string[] = []) => {
  try {
    checkWritten(new URL(url), allowedBy(allow));
    return false;
  } catch {
    return true;
  }
};

describe("addresses that people name", () => {
  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://127.0.0.1./",
    "http://10.1.2.3/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/",
    "http://100.100.100.200/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001::1]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://①②⑦.0.0.1/",
  ])("never reach %s", (url) => {
    expect(refuses(url)).toBe(true);
  });

  it.each([
    "http://93.184.216.34/",
    "http://[2606:4700::6810:84e5]/",
    "http://172.32.0.1/",
    "http://11.0.0.1/",
    "http://feeds.example/",
  ])("may reach %s", (url) => {
    expect(refuses(url)).toBe(false);
  });

  it("reach what the operator allows, by host or network", () => {
    expect(refuses("http://10.1.2.3/", ["10.0.0.0/8"])).toBe(false);
    expect(refuses("http://11.1.2.3/", ["10.0.0.0/8"])).toBe(false);
    expect(refuses("http://192.168.1.1/", ["10.0.0.0/8"])).toBe(true);
    expect(refuses("http://[fd00::7]/", ["fd00::/16"])).toBe(false);
    expect(refuses("http://127.0.0.1/", ["127.0.0.1"])).toBe(false);
  });

  it("knows addresses with a zone, and what is no address", () => {
    expect(isPublicAddress("fe80::1%eth0")).toBe(false);
    expect(isPublicAddress("nonsense")).toBe(false);
  });
});

describe("names that people name", () => {
  const ask = (addresses: readonly Resolved[], allowed = nobody, all = true) =>
    new Promise<unknown>((resolve) => {
      const lookup = guardedLookup(allowed, (_name, done) => done(null, addresses));
      lookup("feeds.example", { all }, (error, found) => resolve(error ? error.name : found));
    });

  it("are refused if any of their addresses is not public", async () => {
    const mixed = [
      { address: "93.184.216.34", family: 4 },
      { address: "10.0.0.7", family: 4 },
    ];
    expect(await ask(mixed)).toBe("RefusedAddress");
    expect(await ask(mixed, allowedBy(["10.0.0.0/8"]))).toEqual(mixed);
    expect(await ask(mixed, allowedBy(["Feeds.Example."]))).toEqual(mixed);
    expect(await ask([])).toBe("RefusedAddress");
  });

  it("are answered in the form that was asked for", async () => {
    expect(await ask([{ address: "93.184.216.34", family: 4 }], nobody, false)).toBe(
      "93.184.216.34",
    );
  });
});
