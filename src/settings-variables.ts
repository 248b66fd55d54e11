const written = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** Of the same length as what it stands for, so that lines and columns stay what they are. */
const hidden = /\uE000\uE000([A-Za-z_][A-Za-z0-9_]*)\uE001/g;

/** YAML reads the braces of `{ token: ${TOKEN} }` as a section's; hidden, a variable is text wherever it stands. */
export const hideVariables = (yaml: string): string =>
  yaml.replace(written, "\uE000\uE000$1\uE001");

export const showVariables = (text: string): string => text.replace(hidden, "$${$1}");

/** Puts values in place of a text's variables. */
export const fillVariables = (text: string, fill: (name: string) => string): string =>
  showVariables(text).replace(written, (_, name: string) => fill(name));
