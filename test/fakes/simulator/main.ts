import { createRequire } from "node:module";

/** A process of its own: it reads its certificate from its home, and logs as it likes. Says its port, then serves. */
const require = createRequire(import.meta.url);
// Of its two builds only the one for `require` can sign.
const { simulation } = require("@simulacrum/auth0-simulator") as {
  simulation(): { listen(port: number): Promise<{ readonly port: number }> };
};

const { port } = await simulation().listen(0);
process.stdout.write(`port ${port}\n`);
