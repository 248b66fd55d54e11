import type { Mutant } from "./mutant.ts";

const door = ["test/logs/stream-door.test.ts"];
const body = ["test/logs/body.test.ts"];

/** Rule 12, at the door of log streams, and what comes in by it. */
export const logStreamMutants: readonly Mutant[] = [
  {
    rule: 12,
    name: "let in who knows the beginning of a log stream's token",
    file: "src/logs/stream-keys.ts",
    from: 'const given = digestOf(bare(authorization), "latin1");',
    to: 'const given = digestOf(bare(authorization).slice(0, 26), "latin1");',
    tests: door,
  },
  {
    rule: 12,
    name: "tell strangers which tenants have a log stream",
    file: "src/logs/stream-door.ts",
    from: "    return unauthorized;\n",
    to: "    return names.includes(tenant) ? unauthorized : notAllowed;\n",
    tests: door,
  },
  {
    rule: 12,
    name: "acknowledge events before they are kept",
    file: "src/logs/stream-door.ts",
    from: "      if (taken) return answerTo(tenant, taken, notes);\n",
    to: '      return taken ? answerTo(tenant, taken, notes) : { status: 200, words: "" };\n',
    tests: door,
  },
  {
    rule: 12,
    name: "hold as many bodies as are sent",
    file: "src/logs/stream-body.ts",
    from: "return held > mostHeld ?",
    to: "return held < 0 ?",
    tests: door,
  },
  {
    rule: 12,
    name: "never give back the memory of a delivery",
    file: "src/logs/stream-door.ts",
    from: ".finally(release);",
    to: ";",
    tests: door,
  },
  {
    rule: 12,
    name: "unpack whatever it comes to",
    file: "src/logs/unpack.ts",
    from: "{ maxOutputLength: mostBytes }",
    to: "{}",
    tests: body,
  },
  {
    rule: 12,
    name: "let one bad line hide the good ones",
    file: "src/logs/body.ts",
    from: "else if (!/^[[\\],]+$/.test(line)) found.miss(`line ${index + 1} is no JSON`);",
    to: "else return found.miss(`line ${index + 1} is no JSON`);",
    tests: body,
  },
  {
    rule: 12,
    name: "cut off who is answered before all was read, behind the front",
    file: "src/http/front-thread.ts",
    from: "    request.resume();\n",
    to: "",
    tests: door,
  },
  {
    rule: 12,
    name: "say in the log what each delivery was refused for, each time",
    file: "src/logs/stream-notes.ts",
    from: "    if (now - (saidAt.get(key) ?? -Infinity) < everyMs) return;\n",
    to: "",
    tests: door,
  },
  {
    rule: 12,
    name: "refuse a delivery that is sent again",
    file: "src/logs/intake.ts",
    from: "added.fresh + added.known === 0",
    to: "added.fresh === 0",
    tests: ["test/logs/intake.test.ts"],
  },
];
