import { expect, test } from "bun:test";

import { html } from "../../../examples/server/pages/html.ts";

test("text is escaped in content and in attributes", () => {
  const text = `<script>"&'</script>`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;&amp;&#x27;&lt;/script&gt;">&lt;script&gt;&quot;&amp;&#x27;&lt;/script&gt;</p>',
  );
});

test("markup inside markup stays markup, lists are joined", () => {
  expect(html`<p>${["<", html`<b>1</b>`, [html`<b>2</b>`]]}</p>`.text).toBe("<p>&lt;<b>1</b><b>2</b></p>");
});

test("what is absent leaves nothing behind, zero is a number", () => {
  expect(html`${undefined}${null}${false}${""}${0}`.text).toBe("0");
});
