import type { CommandHint } from "../entry.ts";
import { part } from "./dom.ts";
import { createHistory } from "./history.ts";
import { createSuggestions, type Suggestions } from "./suggestions.ts";

/** Where lines are written. `say` rejects, in words, when the line could not be handed over: then it stays. */
export function openComposer(
  commands: readonly CommandHint[],
  say: (line: string) => Promise<void>,
): void {
  const form = part("composer", HTMLFormElement);
  const input = part("line", HTMLInputElement);
  const list = part("suggestions", HTMLElement);
  const history = createHistory(sessionStorage);
  const suggestions = createSuggestions({ input, list }, commands, take);

  function write(line: string | undefined): void {
    if (line === undefined) return;
    input.value = line;
    input.setSelectionRange(line.length, line.length);
    showUsage(line, commands);
  }

  function take(name: string): void {
    write(`${name} `);
    suggestions.close();
  }

  async function submit(): Promise<void> {
    const line = input.value.trim();
    if (line === "") return;
    suggestions.close();
    input.value = "";
    showUsage("", commands);
    history.add(line);
    try {
      await say(line);
    } catch {
      if (input.value === "") write(line);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = suggestions.chosen();
    if (chosen) take(chosen);
    else void submit();
  });
  input.addEventListener("input", () => {
    suggestions.offer(input.value);
    showUsage(input.value, commands);
  });
  input.addEventListener("blur", () => suggestions.close());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") suggestions.close();
    if (event.key === "Tab" && suggestions.chosen()) {
      event.preventDefault();
      take(suggestions.chosen() ?? "");
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    move(event.key, suggestions);
  });

  function move(arrow: "ArrowUp" | "ArrowDown", offered: Suggestions): void {
    if (offered.move(arrow === "ArrowDown" ? 1 : -1)) return;
    write(arrow === "ArrowUp" ? history.back(input.value) : history.forth());
  }
}

/** How the command that is being written goes on. */
function showUsage(typed: string, commands: readonly CommandHint[]): void {
  const [name, ...more] = typed.trimStart().split(/\s/);
  const command = more.length > 0 ? commands.find((known) => known.name === name) : undefined;
  part("usage", HTMLElement).textContent = command
    ? `${command.usage} – ${command.summary}`
    : "Enter sends. ↑ brings back what you said before.";
}
