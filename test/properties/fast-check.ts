import fc from "fast-check";
import { inject } from "vitest";

export * from "fast-check";

declare module "vitest" {
  interface ProvidedContext {
    /** How a property is tried: with one seed that never changes, or over and over, each time with another. */
    readonly properties:
      | { readonly seed: number }
      | { readonly times: number; readonly ms: number };
  }
}

const how = inject("properties");
if ("seed" in how) fc.configureGlobal({ seed: how.seed });

/** As often as was asked for; no new round begins once the time is over, and none is broken off. */
function* rounds(): Generator<number> {
  const [times, ms] = "seed" in how ? [1, 0] : [how.times, how.ms];
  const began = performance.now();
  for (let nth = 0; nth === 0 || (nth < times && performance.now() - began < ms); nth += 1)
    yield nth;
}

type Property = Parameters<typeof fc.assert>[0];
type Options = Parameters<typeof fc.assert>[1];

/** What `fc.assert` is in the tests, which do not know how often it asks. */
export function assert(property: Property, options?: Options): void | Promise<void> {
  if (property.isAsync()) return assertAsync(property, options);
  for (const _ of rounds()) void fc.assert(property, options);
}

async function assertAsync(property: Property, options?: Options): Promise<void> {
  for (const _ of rounds()) await fc.assert(property, options);
}

export default { ...fc, assert };
