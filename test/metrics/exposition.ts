/** One figure of a page of metrics. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A page of metrics as Prometheus reads it: its figures, and what is said of each metric. */
export interface Exposition {
  readonly figures: readonly Figure[];
  readonly types: ReadonlyMap<string, string>;
  readonly helps: ReadonlyMap<string, string>;
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/y;

/** @throws Error for what is no line of the format. */
export function readExposition(text: string): Exposition {
  const figures: Figure[] = [];
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  for (const written of text.split("\n").filter(Boolean)) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(written) ?? [];
    if (kind === "TYPE") types.set(name, rest);
    else if (kind === "HELP") helps.set(name, rest);
    else figures.push(figureOf(written));
  }
  return {
    figures,
    types,
    helps,
    value: (name, labels = {}) =>
      figures.find(
        (one) =>
          one.name === name &&
          Object.entries(labels).every(([key, value]) => one.labels[key] === value),
      )?.value,
  };
}

function figureOf(written: string): Figure {
  const [whole, name = "", labels = "", value = ""] = line.exec(written) ?? [];
  if (whole === undefined) throw new Error(`no line of metrics: ${written}`);
  const read: [string, string][] = [];
  label.lastIndex = 0;
  while (label.lastIndex < labels.length) {
    const found = label.exec(labels);
    if (!found) throw new Error(`no labels: ${labels}`);
    read.push([found[1] ?? "", found[2] ?? ""]);
  }
  return {
    name,
    labels: Object.fromEntries(read),
    value: Number(value.replace("Inf", "Infinity")),
  };
}
