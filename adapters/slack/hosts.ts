/** Where Slack is, and where it is for authorities. */
const slackHosts = ["slack.com", "slack-gov.com"];

/** Whether Slack itself is there: over https, or where the Web API is, as in tests on this machine. */
export function isSlack(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, origin, username, password } = new URL(address);
  if (username || password) return false;
  if (origin === new URL(apiUrl).origin) return true;
  const named = slackHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  return named && protocol === "https:" && port === "";
}
