const written = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** As shells give a default, or what is said where there is none. */
const withMore = /\$\{([A-Za-z_][A-Za-z0-9_]*)[:?+=-][^}]*\}/;
/** Of the same length as what it stands for, so that lines and columns stay what they are. */
const hidden = /\uE000\uE000([A-Za-z_][A-Za-z0-9_]*)\uE001/g;

/** YAML reads the braces of `{ token: ${TOKEN} }` as a section's; hidden, a variable is text wherever it stands. */
export const hideVariables = (yaml: string): string =>
  yaml.replace(written, "\uE000\uE000$1\uE001");

export const showVariables = (text: string): string => text.replace(hidden, "$${$1}");

/** The variable that a text gives a default as shells do, which stands for nothing here. */
export const defaultedIn = (text: string): string | undefined => withMore.exec(text)?.[1];

/** Puts values in place of a text's variables. */
export const fillVariables = (text: string, fill: (name: string) => string): string =>
  showVariables(text).replace(written, (_, name: string) => fill(name));
