import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listedIn } from "../../src/sources/sbom-cyclonedx.ts";
import { anyWords } from "../properties/words.ts";
import { advisory, at, factOf, fakeOsv, world } from "./osv-bench.ts";

const billOf = (...purls: readonly string[]): string =>
  JSON.stringify({ bomFormat: "CycloneDX", components: purls.map((purl) => ({ purl })) });

describe("a bill of materials", () => {
  it.each([
    ["pkg:npm/%40auth0/nextjs-auth0@4.12.0", "npm", "@auth0/nextjs-auth0", "4.12.0"],
    ["pkg:npm/@auth0/nextjs-auth0@4.12.0", "npm", "@auth0/nextjs-auth0", "4.12.0"],
    ["pkg:npm/jose@6.2.1?vcs_url=git%2Bhttps://x@y#sub", "npm", "jose", "6.2.1"],
    ["pkg:composer/auth0/auth0-php@8.17.0", "Packagist", "auth0/auth0-php", "8.17.0"],
    ["pkg:pypi/auth0-python@4.7.1", "PyPI", "auth0-python", "4.7.1"],
    ["pkg:maven/com.auth0/java-jwt@4.4.0?type=jar", "Maven", "com.auth0:java-jwt", "4.4.0"],
    ["pkg:golang/github.com/auth0/go-auth0@v1.4.0", "Go", "github.com/auth0/go-auth0", "v1.4.0"],
    ["pkg:gem/omniauth-auth0@3.1.1", "RubyGems", "omniauth-auth0", "3.1.1"],
    [
      "pkg:nuget/Auth0.AspNetCore.Authentication@1.4.1",
      "NuGet",
      "Auth0.AspNetCore.Authentication",
      "1.4.1",
    ],
  ])("lists %s", (purl, ecosystem, name, version) => {
    expect(listedIn(billOf(purl), "bom.json")).toEqual([{ ecosystem, name, version }]);
  });

  it("lists what stands inside other parts, and each version once", () => {
    const bill = {
      bomFormat: "CycloneDX",
      metadata: { component: { purl: "pkg:npm/our-shop@1.0.0" } },
      components: [
        {
          name: "web",
          components: [{ purl: "pkg:npm/jose@6.2.1" }, { purl: "pkg:npm/jose@5.0.0" }],
        },
        { purl: "pkg:npm/jose@6.2.1" },
      ],
    };
    const versions = listedIn(JSON.stringify(bill), "bom.json").map(({ version }) => version);
    expect([...versions].sort()).toEqual(["5.0.0", "6.2.1"]);
  });

  it("leaves out what OSV could not be asked about", () => {
    const odd = [
      "pkg:npm/jose",
      "pkg:npm/jose@^6",
      "pkg:npm/%E0%A4%A@1.0.0",
      "pkg:deb/debian/curl@7",
      "jose@6",
    ];
    expect(listedIn(billOf(...odd, "pkg:npm/jose@6.2.1"), "bom.json")).toHaveLength(1);
    const broken = JSON.stringify({ bomFormat: "CycloneDX", components: [null, 1, { purl: 2 }] });
    expect(listedIn(broken, "bom.json")).toEqual([]);
  });

  it.each([
    ["<bom/>", "is not JSON; of SBOMs, CycloneDX written as JSON can be read"],
    ['{"spdxVersion":"SPDX-2.3"}', "is SPDX; only CycloneDX can be read"],
    ['{"packages":{}}', "is none of CycloneDX"],
    ["null", "is none of CycloneDX"],
  ])("says what is wrong with %s", (content, words) => {
    expect(() => listedIn(content, "web/bom.json")).toThrow(`The SBOM web/bom.json ${words}.`);
  });

  it("is read without falling over, whatever package URLs it holds", () => {
    const purl = fc.oneof(
      anyWords(),
      anyWords().map((text) => `pkg:npm/${text}@1.0.0`),
    );
    fc.assert(
      fc.property(fc.array(purl), (purls) => {
        for (const { name, version } of listedIn(billOf(...purls), "bom.json")) {
          expect([name, version]).not.toContain("");
        }
      }),
    );
  });

  it("is compared with what OSV knows, beside the packages that the settings name", async () => {
    const here = world(
      fakeOsv(advisory("GHSA-1", ["Maven", "com.auth0:java-jwt"], [[{ introduced: "0" }]])),
    );
    here.files.set(
      "shop/bom.json",
      billOf("pkg:maven/com.auth0/java-jwt@4.4.0", "pkg:maven/org.other/x@1.0"),
    );
    const [subject] = await here.read({ ...at("4.12.0"), sboms: ["shop/bom.json"] });
    expect(factOf(subject, "Affected")?.[0]).toContain("com.auth0:java-jwt 4.4.0 (shop/bom.json)");
  });

  it("that cannot be read closes nothing, and is named", async () => {
    const here = world(fakeOsv(advisory("GHSA-1", ["npm", "jose"], [[{ introduced: "0" }]])));
    here.files.set("bom.json", billOf("pkg:npm/jose@6.2.1"));
    expect(await here.read({ sboms: ["bom.json"] })).toHaveLength(1);
    here.files.set("bom.json", "{");
    expect(await here.read({ sboms: ["bom.json"] })).toEqual([]);
    expect(here.missed).toEqual([
      "The SBOM bom.json is not JSON; of SBOMs, CycloneDX written as JSON can be read.",
    ]);
  });
});
