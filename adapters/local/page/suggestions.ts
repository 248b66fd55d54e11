import type { CommandHint } from "../entry.ts";
import { make } from "./dom.ts";

/** Commands that begin like what is being typed, in a list under the keyboard's control. */
export interface Suggestions {
  /** Shows what fits; nothing for an empty line or one that is past its first word. */
  offer(typed: string): void;
  /** Moves the choice; false where nothing is offered. */
  move(by: 1 | -1): boolean;
  /** The command that is chosen. */
  chosen(): string | undefined;
  close(): void;
}

export function createSuggestions(
  { input, list }: { input: HTMLInputElement; list: HTMLElement },
  commands: readonly CommandHint[],
  take: (name: string) => void,
): Suggestions {
  let at = -1;

  const options = () => [...list.children];

  function choose(next: number): void {
    at = next;
    for (const [index, option] of options().entries()) {
      option.setAttribute("aria-selected", String(index === at));
    }
    const id = options()[at]?.id;
    if (id) input.setAttribute("aria-activedescendant", id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(fitting: readonly CommandHint[]): void {
    list.replaceChildren(...fitting.map((command) => drawOption(command, take)));
    list.hidden = fitting.length === 0;
    input.setAttribute("aria-expanded", String(fitting.length > 0));
    choose(-1);
  }

  return {
    offer(typed) {
      const word = typed.trimStart().toLowerCase();
      const fits = ({ name }: CommandHint) => name.startsWith(word) && name !== word;
      show(word === "" ? [] : commands.filter(fits).slice(0, 6));
    },
    move(by) {
      const count = options().length;
      if (count > 0) choose((Math.max(at, by === 1 ? -1 : 0) + by + count) % count);
      return count > 0;
    },
    chosen: () => (at === -1 ? undefined : (options()[at]?.getAttribute("data-name") ?? undefined)),
    close: () => show([]),
  };
}

function drawOption(
  { name, usage, summary }: CommandHint,
  take: (name: string) => void,
): HTMLElement {
  const option = make(
    document,
    "div",
    { role: "option", id: `suggest-${name}`, "data-name": name, "aria-selected": "false" },
    make(document, "code", {}, usage),
    " ",
    make(document, "span", { class: "note" }, summary),
  );
  // Before the input loses the focus, which would close the list.
  option.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(name);
  });
  return option;
}
