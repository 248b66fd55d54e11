import { expect, it } from "vitest";
import { first, rss } from "../feeds/documents.ts";

it("an entry brings no markup, no script and no address that opens anything but the web", async () => {
  const hostile = `<script>alert(1)</script><style>*{}</style><img src=x onerror=alert(1)>
    <a href="javascript:alert(1)">go</a><a href="data:text/html,x">there</a><a href="vbscript:x">now</a>
    <svg onload=alert(1)>s</svg><!channel> <@U1> <https://evil.example|good>`;
  const link = "<link>javascript:alert(1)</link>";
  const entry = await first(
    rss(`<title>x</title>${link}<description><![CDATA[${hostile}]]></description>`),
  );
  expect(entry.link).not.toMatch(/javascript/u);
  const runs = entry.paragraphs.flat();
  expect(runs.map(({ text }) => text).join("")).not.toMatch(/alert|\{\}/u);
  expect(runs.filter(({ href = "https:" }) => !/^https?:/u.test(href))).toEqual([]);
});
