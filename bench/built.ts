/** A module of the product as it is built, which is what runs at an operator's: `built("src/worker")`. */
export function built<Module>(path: string): Promise<Module> {
  return import(new URL(`../dist/${path}.js`, import.meta.url).href) as Promise<Module>;
}
