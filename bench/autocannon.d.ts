/** As much of autocannon as is used here; it brings no types. */
declare module "autocannon" {
  interface Request {
    readonly method: "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }
  function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    readonly requests: readonly {
      readonly setupRequest: (request: object) => Request;
    }[];
  }): PromiseLike<{ readonly requests: { readonly average: number }; readonly non2xx: number }>;
  export = autocannon;
}
