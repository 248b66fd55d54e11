import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { ada, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";

const tenants = ["prod", "staging"].map((name) => ({ name, domain: `${name}.example` }));

describe("which tenant, where there are several,", () => {
  it.each(["logs type:fp", "errors since:2h", "limits", "tail type:fp"])(
    "is asked back of %s, with a button for each and none to share the question",
    async (line) => {
      const more = {
        services: fakeContext({ tenants }),
        access: { operators: [ada.id], admins: [] },
      };
      const shown = await openHouse().plainly(commands, line, more);
      expect(shown).toContain("Which tenant? There are prod and staging");
      expect(shown).toContain(`[staging] ${line}`);
      expect(shown).not.toContain("Share here");
    },
  );
});
