import { contentSecurityPolicy } from "../http/guard.ts";
import { type Content, html } from "./html.ts";

export interface LayoutOptions {
  title: string;
  body: Content;
  /** The page follows changes of this agent only. Default: of all. */
  agent?: string;
  /** Default 200. */
  status?: number;
}

/**
 * A whole page. Parts with `data-live` and an id are brought up to date by the script when something changes; what is
 * outside them, such as a form that is being filled in, is left alone. The nonce is for the styles of the editor, which
 * come with its script.
 */
export function layout({ title, body, agent, status = 200 }: LayoutOptions): Response {
  const nonce = crypto.getRandomValues(new Uint8Array(16)).toBase64();
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="style-nonce" content="${nonce}" />
        <title>${title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/page.css" />
        <script src="/assets/page.js" type="module"></script>
      </head>
      <body data-agent="${agent ?? ""}">
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <a href="/" class="brand">OpAMP example server</a>
          <nav aria-label="Pages of this server">
            <a href="/">Agents</a>
            <a href="/connections">Connections</a>
            <a href="/certificates">Certificates</a>
            <a href="/packages">Packages</a>
          </nav>
        </header>
        <div id="feed" role="status"></div>
        <main id="main" tabindex="-1">${body}</main>
      </body>
    </html>`;
  return new Response(page.text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy({ styleNonce: nonce }),
    },
  });
}
