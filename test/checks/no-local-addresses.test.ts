import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLocal } from "../../src/checks/local-address.ts";
import { noLocalAddresses } from "../../src/checks/no-local-addresses.ts";
import { anyPath, anyWords } from "../properties/words.ts";
import { application, everything, judged, withoutEach } from "./judged.ts";

describe("an address on a developer's own machine", () => {
  it.each([
    "http://localhost:3000/callback",
    "HTTPS://LocalHost/",
    "http://localhost.:3000",
    "http://localhost:*/callback",
    "http://app.localhost",
    "http://*.localhost:4200/cb",
    "localhost:3000/callback",
    "localhost",
    "http://127.0.0.1:8080",
    "https://127.1.2.3/x?y#z",
    "127.0.0.1:5000",
    "http://[::1]:3000/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0:3000",
    "http://0/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://user@localhost/",
    "http://user:word@127.0.0.1:1/",
    "ws://localhost:1234",
    "http:\\\\localhost\\x",
    "  http://localhost  ",
  ])("is %s", (address) => {
    expect(isLocal(address)).toBe(true);
  });

  it.each([
    "https://acme.com/callback",
    "https://localhost.acme.com",
    "https://notlocalhost",
    "https://acme.com/?to=http://localhost:3000",
    "https://acme.com#localhost",
    "https://localhost@acme.com/",
    "https://*.acme.com/callback",
    "https://{organization_name}.acme.com/cb",
    "com.acme.app://localhost/callback",
    "com.acme.app://acme.us.auth0.com/ios/com.acme.app/callback",
    "myapp:/callback",
    "https://128.0.0.1",
    "https://10.0.0.1",
    "https://1270.0.0.1.example",
    "https://[2001:db8::1]/",
    "",
    "*",
  ])("is not %j", (address) => {
    expect(isLocal(address)).toBe(false);
  });

  it("is one wherever it leads on the machine, and none elsewhere", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65535 }), anyPath, (ip, port, path) => {
        const local = ip.startsWith("127.") || ip === "0.0.0.0";
        expect(isLocal(`http://${ip}:${port}${path}`)).toBe(local);
      }),
    );
    fc.assert(
      fc.property(anyWords(), (anything) => {
        expect(typeof isLocal(anything)).toBe("boolean");
      }),
    );
  });
});

describe("no-local-addresses", () => {
  const judge = (...applications: Parameters<typeof application>) =>
    judged(noLocalAddresses, { applications: applications.map((each) => application(each)) });

  it("passes where every address is elsewhere, or an app's own", () => {
    expect(judge({ callbacks: ["https://acme.com", "com.acme://localhost"] }).verdict).toBe("pass");
  });

  it("makes one finding for an application, with every list it is on", () => {
    const both = "http://localhost:3000";
    const { findings } = judge({
      callbacks: [both, "https://acme.com"],
      allowedOrigins: [both, "http://127.0.0.1"],
      logoutUrls: [],
    });
    expect(findings).toEqual([
      {
        subject: "Acme Web",
        problem: "accepts http://localhost:3000 and http://127.0.0.1",
        fix: expect.stringMatching(/from Allowed Callback URLs and Allowed Origins in/),
      },
    ]);
  });

  it("finds it among the logout addresses too", () => {
    expect(judge({ logoutUrls: ["http://localhost"] }).findings[0]?.fix).toContain(
      "Allowed Logout URLs",
    );
  });

  it("names a few of many addresses", () => {
    const callbacks = [1, 2, 3, 4, 5].map((port) => `http://localhost:${port}`);
    expect(judge({ callbacks }).says).toEqual([
      "Acme Web accepts http://localhost:1, http://localhost:2, http://localhost:3 and 2 more.",
    ]);
  });

  it("shows neither a password nor what a query holds", () => {
    const callbacks = [
      "http://ada:s3cr3t@localhost/cb?token=s3cr3t",
      "http:\\\\ada:s3cr3t@localhost\\cb#s3cr3t",
      "ada:s3cr3t@127.0.0.1:3000",
      "http://ada@localhost/cb",
    ];
    expect(judge({ callbacks }).says).toEqual([
      "Acme Web accepts http://localhost/cb, http:\\\\localhost\\cb and 127.0.0.1:3000.",
    ]);
  });

  it("leaves the tenant's placeholder for all applications alone", () => {
    expect(judged(noLocalAddresses, { applications: [everything] }).verdict).toBe("pass");
  });

  it("is unknown where the applications could not be read", () => {
    expect(withoutEach(noLocalAddresses, { applications: [] })).toEqual(["unknown"]);
  });
});
