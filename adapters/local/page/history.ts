/** Lines said before, to be had again with the arrow keys. */
export interface History {
  add(line: string): void;
  /** Undefined where there is none further back. */
  back(current: string): string | undefined;
  forth(): string | undefined;
}

const most = 50;
const key = "watchpost lines";

export function createHistory(storage: Storage): History {
  const lines: string[] = (JSON.parse(storage.getItem(key) ?? "[]") as unknown[]).map(String);
  let at = lines.length;
  let draft = "";

  return {
    add(line) {
      if (lines.at(-1) !== line) lines.push(line);
      lines.splice(0, lines.length - most);
      at = lines.length;
      storage.setItem(key, JSON.stringify(lines));
    },
    back(current) {
      if (at === lines.length) draft = current;
      if (at === 0) return undefined;
      at -= 1;
      return lines[at];
    },
    forth() {
      if (at === lines.length) return undefined;
      at += 1;
      return lines[at] ?? draft;
    },
  };
}
