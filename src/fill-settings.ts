import { defaultedIn, fillVariables, showVariables } from "./settings-variables.ts";
import { VariableProblem, type Variables } from "./variables.ts";

/** What the settings file says, with values in place of its `${VARIABLE}`. */
export interface Filled {
  readonly value: unknown;
  /** Which variables stand where: paths like `tenants[0].logStream.token`. */
  readonly used: readonly Use[];
  /** What is wrong with a variable, by path. */
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
}

export interface Use {
  readonly path: string;
  readonly variable: string;
}

/** Puts the variables' values in their places. What is wrong with one is noted, and its place left empty. */
export function fillSettings(written: unknown, variables: Variables): Filled {
  const used: Use[] = [];
  const problems: { path: string; problem: string }[] = [];

  function given(variable: string, path: string): string {
    used.push({ path, variable });
    const found = attempt(() => variables.find(variable));
    if (typeof found === "string") return found;
    const unset = `the environment variable ${variable} is not set`;
    problems.push({ path, problem: found instanceof VariableProblem ? found.message : unset });
    return "";
  }

  function filled(text: string, path: string): string {
    const name = defaultedIn(text);
    if (name === undefined) return fillVariables(text, (variable) => given(variable, path));
    // What follows the name may be a secret.
    const problem = `\${${name}} takes nothing more within its braces, no default either; write it alone, and set ${name} in the environment`;
    problems.push({ path, problem });
    return "";
  }

  function fill(value: unknown, path: string): unknown {
    if (typeof value === "string") return filled(value, path);
    if (Array.isArray(value)) return value.map((item, index) => fill(item, `${path}[${index}]`));
    if (value === null || typeof value !== "object") return value;
    const below = (key: string) => (path === "" ? key : `${path}.${key}`);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [showVariables(key), fill(item, below(key))]),
    );
  }

  return { value: fill(written, ""), used, problems };
}

function attempt(find: () => string | undefined): string | undefined | VariableProblem {
  try {
    return find();
  } catch (error) {
    if (error instanceof VariableProblem) return error;
    throw error;
  }
}
