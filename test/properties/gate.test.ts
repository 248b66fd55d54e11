import fc from "fast-check";
import { expect, inject, it } from "vitest";

const fixed = "seed" in inject("properties");

function asked(): readonly number[] {
  const values: number[] = [];
  fc.assert(fc.property(fc.nat(), (value) => void values.push(value)));
  return values;
}

it(`a property is asked the same ${fixed ? "whenever the gate is run" : "no second time where more is looked for"}`, () => {
  const [first, second] = [asked(), asked()];
  expect(first.length).toBeGreaterThanOrEqual(fixed ? 100 : 5000);
  if (fixed) expect(second).toEqual(first);
  else expect(second).not.toEqual(first);
});
