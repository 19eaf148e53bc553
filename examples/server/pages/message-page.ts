import { html } from "./html.ts";
import { layout } from "./layout.ts";

export interface MessagePageOptions {
  status: number;
  title: string;
  text: string;
}

/** A page for when there is nothing else to show. */
export function messagePage({ status, title, text }: MessagePageOptions): Response {
  const body = html`<div class="card empty">
    <h1>${title}</h1>
    <p>${text}</p>
    <p><a href="/">All agents</a></p>
  </div>`;
  return layout({ title, body, status });
}
