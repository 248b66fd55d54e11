/** As much of a browser's document as the local page's drawing touches: it can be drawn on, and read. */
export class Paper {
  readonly tagName: string;
  readonly attributes = new Map<string, string>();
  readonly children: (Paper | string)[] = [];
  private readonly listeners: (() => void)[] = [];

  constructor(tag: string) {
    this.tagName = tag.toUpperCase();
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  append(...children: (Paper | string)[]): void {
    this.children.push(...children);
  }

  addEventListener(_event: string, listener: () => void): void {
    this.listeners.push(listener);
  }

  click(): void {
    for (const listener of this.listeners) listener();
  }

  get textContent(): string {
    return this.children
      .map((child) => (typeof child === "string" ? child : child.textContent))
      .join("");
  }

  has(name: string): boolean {
    return (this.attributes.get("class") ?? "").split(" ").includes(name);
  }
}

export const paperDocument = {
  createElement: (tag: string) => new Paper(tag),
  createElementNS: (_space: string, tag: string) => new Paper(tag),
  createTextNode: (words: string) => words,
};
