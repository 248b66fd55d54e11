/** One instruction: `COPY`, and what stands behind it on its line. */
export interface Step {
  readonly word: string;
  readonly rest: string;
}

/** What is made from one base; the last of a file is the image. */
export interface Stage {
  readonly base: string;
  /** How later stages call it. */
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

/** Reads a Dockerfile: comments left out, lines that go on put together. */
export function stagesOf(text: string): readonly Stage[] {
  const lines = text
    .replace(/^\s*#.*$/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const stages: { base: string; name: string | undefined; steps: Step[] }[] = [];
  for (const line of lines) {
    const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    const [, base = "", name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? [];
    if (word === "FROM") stages.push({ base, name, steps: [] });
    else stages.at(-1)?.steps.push({ word, rest });
  }
  return stages;
}

/** What is copied, and whereto. */
export interface Copy {
  /** A stage's name; absent where it comes from the repository. */
  readonly from: string | undefined;
  readonly owner: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

export function copyOf(rest: string): Copy {
  const words = rest.split(/\s+/);
  const option = (name: string) =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const paths = words.filter((word) => !word.startsWith("--"));
  return {
    from: option("from"),
    owner: option("chown"),
    sources: paths.slice(0, -1),
    target: paths.at(-1) ?? "",
  };
}

/** Whether a `.dockerignore` lets a file of the repository into the build. Of its lines the last that fits decides. */
export function isLetIn(ignore: string, path: string): boolean {
  const lines = ignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const last = lines.findLast((line) => fits(line.replace(/^!/, ""), path));
  return last === undefined || last.startsWith("!");
}

const fits = (pattern: string, path: string): boolean =>
  pattern === "*" || path === pattern || path.startsWith(`${pattern}/`);
