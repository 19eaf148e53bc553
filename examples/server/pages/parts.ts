import type { AgentSummary } from "../agents/agent-view.ts";
import type { RemoteConfigView } from "../agents/remote-config-view.ts";
import { type Content, type Html, html } from "./html.ts";

export type Tone = "good" | "bad" | "busy" | "quiet";

/** A short word on a coloured ground; the tone only repeats what the word says. */
export function badge(tone: Tone, text: string): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** `Up: true` or `Up: false`, and what else there is to say about it. */
export function upBadge({ up, connected }: Pick<AgentSummary, "up" | "connected">): Html {
  if (!connected) return html`${badge("quiet", "Up: false")} ${badge("quiet", "Disconnected")}`;
  if (up === null) return badge("quiet", "Up: unknown");
  return up ? badge("good", "Up: true") : badge("bad", "Up: false");
}

/** How each outcome of a remote configuration is coloured. */
export const outcomeTones = {
  none: "quiet",
  waiting: "busy",
  applying: "busy",
  applied: "good",
  failed: "bad",
} as const;

/** How each phase of a package is coloured. */
export const phaseTones = {
  PENDING: "busy",
  DOWNLOADING: "busy",
  INSTALLING: "busy",
  INSTALLED: "good",
  FAILED: "bad",
} as const;

/** The state of the remote configuration in one word. */
export function remoteConfigBadge({ accepted, outcome, reported }: RemoteConfigView): Html {
  if (outcome !== "none") return badge(outcomeTones[outcome], outcome.toUpperCase());
  if (reported && reported.status !== "UNSET") return badge("quiet", reported.status);
  return html`<span class="faint">${accepted ? "None" : "Not accepted"}</span>`;
}

/** A moment in UTC. The script shows its distance from now instead (`ago`), or the reader's own clock (`clock`). */
export function moment(iso: string, form: "ago" | "clock" | "plain" = "plain"): Html {
  const text = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
  const mark = form === "plain" ? html`` : html`data-form="${form}"`;
  return html`<time datetime="${iso}" title="${text}" ${mark}>${text}</time>`;
}

/** How long something has been going on; only the script can tell. A reader that listens is not told each tick. */
export function ticker(sinceIso: string): Html {
  return html`<span class="ticker" data-since="${sinceIso}" aria-hidden="true"></span>`;
}

/** Text where there is nothing to show. */
export function missing(text: Content): Html {
  return html`<p class="missing">${text}</p>`;
}

export interface CardOptions {
  id: string;
  title: string;
  /** Beside the title. Default: nothing. */
  aside?: Content;
  body: Content;
}

/** A section whose content follows what the agent reports. */
export function card({ id, title, aside, body }: CardOptions): Html {
  return html`<section class="card" aria-labelledby="${id}-title">
    <div data-live id="${id}">
      <header class="card-head">
        <h2 id="${id}-title">${title}</h2>
        ${aside}
      </header>
      ${body}
    </div>
  </section>`;
}
