import { html } from "./html.ts";
import { layout } from "./layout.ts";

export interface MessagePageOptions {
  status: number;
  title: string;
  text: string;
  /** Where one came from. Default: only the list of agents is offered. */
  back?: string;
}

/** A page for when there is nothing else to show. */
export function messagePage({ status, title, text, back }: MessagePageOptions): Response {
  const body = html`<div class="card empty">
    <h1>${title}</h1>
    <p>${text}</p>
    ${back !== undefined && html`<p><a href="${back}">Back</a></p>`}
    <p><a href="/">All agents</a></p>
  </div>`;
  return layout({ title, body, status });
}
