import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/yaml";

import { Html, html } from "./html.ts";

/** Longest text that is coloured, and longest that is shown, characters. */
const maxColoured = 200_000;
const maxShown = 500_000;

/** YAML in a box that scrolls; `label` is its name for those who do not see it. The classes are those of the editor. */
export function yamlCode(text: string, label: string): Html {
  const shown = text.slice(0, maxShown);
  return html`<pre class="code" tabindex="0" role="group" aria-label="${label}">${coloured(shown)}</pre>
    ${
      shown !== text &&
      html`<p class="missing">
        The first ${maxShown} of ${text.length} characters; the address below /api gives all of them.
      </p>`
    }`;
}

function coloured(text: string): Html {
  if (text.length > maxColoured) return html`${text}`;
  const parts: string[] = [];
  highlightCode(
    text,
    parser.parse(text),
    classHighlighter,
    (code, classes) => {
      parts.push(classes === "" ? html`${code}`.text : html`<span class="${classes}">${code}</span>`.text);
    },
    () => parts.push("\n"),
  );
  return new Html(parts.join(""));
}
