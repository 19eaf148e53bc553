import type { ConnectionsView } from "../connections/connection-view.ts";
import { durationText } from "./duration.ts";
import { changeButton } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { badge, outcomeTones, ticker } from "./parts.ts";

/** What became of the connection settings that an agent was offered. */
export function connectionsOutcome(uid: string, connected: boolean, view: ConnectionsView): Html {
  const { outcome, error, sentAt, tookMs } = view;
  const decided = outcome === "applied" || outcome === "failed";
  if (view.shutOut) {
    return html`<p class="outcome bad">
      Its certificate was revoked. Nothing is offered to the agent before a person has approved another one.
    </p>`;
  }
  return html`<div class="outcome ${outcomeTones[outcome]}">
      <p>
        ${outcome !== "none" && badge(outcomeTones[outcome], outcome.toUpperCase())} ${sentence(connected, view)}
        ${decided && tookMs !== null && html`<span class="took">It took ${durationText(tookMs)}.</span>`}
        ${!decided && outcome !== "none" && sentAt !== null && connected && view.reports && ticker(sentAt)}
      </p>
      ${
        error !== "" &&
        html`<pre class="reason" tabindex="0" role="group" aria-label="Reason"><bdi>${error}</bdi></pre>`
      }
    </div>
    ${
      outcome === "failed" &&
      html`<div class="actions">
        ${changeButton({ id: "again", action: `/agents/${uid}/connections/again`, text: "Offer Once More", tone: "secondary" })}
      </div>`
    }`;
}

/** The outcome in one word. */
export function connectionsBadge({ outcome }: Pick<ConnectionsView, "outcome">): Html {
  if (outcome === "none") return html`<span class="faint">None</span>`;
  return badge(outcomeTones[outcome], outcome.toUpperCase());
}

function sentence(connected: boolean, { outcome, sentAt, reports, accepted }: ConnectionsView): string {
  switch (outcome) {
    case "none":
      return accepted.length === 0
        ? "This agent accepts no connection settings."
        : "Nothing is offered to this agent: it has what it has by itself.";
    case "applying":
      return "The agent is trying the connection settings.";
    case "applied":
      return connected ? "The agent uses these connection settings." : "The agent used them when it was last seen.";
    case "failed":
      return "The agent could not use them, and goes on with what it had.";
    default:
      if (!connected) return "They are offered as soon as the agent connects.";
      if (sentAt === null) return "They are offered as soon as the agent has said what it has.";
      return reports
        ? "Offered. The agent has not answered yet."
        : "Offered. This agent does not say what became of it.";
  }
}
