const size = 5;
const perSecond = 10;

/** A `fetch` whose Management API allows so much and no more, as a bucket that fills up, and tells of it. */
export function limitedFetch(statuses: number[]): typeof fetch {
  let level = size;
  let at = Date.now();

  function allowed(): boolean {
    level = Math.min(size, level + ((Date.now() - at) / 1000) * perSecond);
    at = Date.now();
    if (level < 1) return false;
    level -= 1;
    return true;
  }

  return async (input, init) => {
    if (!String(input).includes("/api/v2/")) return fetch(input, init);
    const answer = allowed() ? await fetch(input, init) : new Response("{}", { status: 429 });
    statuses.push(answer.status);
    const headers = new Headers(answer.headers);
    headers.set("x-ratelimit-limit", String(size));
    headers.set("x-ratelimit-remaining", String(Math.floor(level)));
    headers.set("x-ratelimit-reset", String(Math.ceil(Date.now() / 1000)));
    return new Response(await answer.text(), { status: answer.status, headers });
  };
}
