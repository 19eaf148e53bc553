import { type Content, html } from "./html.ts";

export interface LayoutOptions {
  title: string;
  body: Content;
  /** The page follows changes of this agent only. Default: of all. */
  agent?: string;
}

/**
 * A whole page. Parts with `data-live` and an id are replaced by the script when something changes; what is outside
 * them, such as a form that is being filled in, is left alone.
 */
export function layout({ title, body, agent }: LayoutOptions): Response {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/page.css" />
        <script src="/assets/page.js" type="module"></script>
      </head>
      <body data-agent="${agent ?? ""}">
        <header class="top">
          <a href="/">OpAMP example server</a>
          <span id="feed" role="status"></span>
        </header>
        <main>${body}</main>
      </body>
    </html>`;
  return new Response(page.text, { headers: { "content-type": "text/html; charset=utf-8" } });
}
