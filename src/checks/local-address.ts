/** Whether an address of the web leads to the machine that opens it. An address of another scheme belongs to an app. */
export function isLocal(address: string): boolean {
  const host = hostOf(address.trim());
  return host !== undefined && patterns.some((pattern) => pattern.test(host));
}

const patterns = [
  /^(?:.*\.)?localhost$/,
  /^127(?:\.\d+){3}$/,
  /^0\.0\.0\.0$/,
  /^\[::1?\]$/,
  // 127.0.0.0/8 in IPv6's clothes, as URLs write it.
  /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/,
];

/** Auth0 lets people write what no URL may hold: stars, placeholders, no scheme at all. So the host is cut out by hand. */
function hostOf(address: string): string | undefined {
  const [, scheme, rest = address] = /^([a-z][a-z0-9+.-]*):[/\\]{2}(.*)$/is.exec(address) ?? [];
  if (scheme !== undefined && !/^(?:https?|wss?)$/i.test(scheme)) return undefined;
  const authority = rest.split(/[/\\?#]/, 1)[0] ?? "";
  const place = authority.slice(authority.lastIndexOf("@") + 1);
  const host = /^(\[[^\]]*\]|[^:]*)/.exec(place)?.[1] ?? "";
  return normal(host.replace(/\.$/, ""));
}

/** As browsers read it: 0x7f.1 and 2130706433 are 127.0.0.1 too. */
function normal(host: string): string {
  const url = `http://${host}/`;
  return URL.canParse(url) ? new URL(url).hostname : host.toLowerCase();
}
