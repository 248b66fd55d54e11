import fc from "fast-check";
import { expect, it } from "vitest";
import { dateFormats } from "../src/core/date-formats.ts";

const zones = Intl.supportedValuesOf("timeZone").slice(0, 40);
const options = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;

it("says what a format made for that moment alone would say, whichever zones were asked for before", () => {
  const moment = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
  const asked = fc.array(fc.tuple(fc.constantFrom(...zones), moment), { maxLength: 60 });
  fc.assert(
    fc.property(asked, (all) => {
      const format = dateFormats("en-GB", options);
      for (const [timeZone, at] of all) {
        const alone = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
        expect(format(timeZone).format(at)).toBe(alone.format(at));
      }
    }),
    { numRuns: 20 },
  );
});

it("is made once for a zone that is asked for again and again", () => {
  const format = dateFormats("en-GB", options);
  const first = format("Europe/Berlin");
  for (const zone of zones.slice(0, 15)) format(zone);
  expect(format("Europe/Berlin")).toBe(first);
});

it("is made anew for a zone that sixteen others were asked for since, so that what is kept has an end", () => {
  const format = dateFormats("en-GB", options);
  const first = format("Europe/Berlin");
  for (const zone of zones.slice(0, 16)) format(zone);
  expect(format("Europe/Berlin")).not.toBe(first);
});

it("is refused for what is no zone, each time", () => {
  const format = dateFormats("en-GB", options);
  expect(() => format("Nowhere/Atlantis")).toThrow(RangeError);
  expect(() => format("Nowhere/Atlantis")).toThrow(RangeError);
});
