import type { AgentView } from "../agents/agent-view.ts";
import { durationText } from "./duration.ts";
import { type Html, html } from "./html.ts";
import { moment, remoteConfigBadge, ticker, upBadge } from "./parts.ts";

/** The head of an agent's page: who it is, how it is, and the button that restarts it where it can be restarted. */
export function agentSummaryPart(agent: AgentView): Html {
  return html`<div data-live id="summary">
    <div class="heading">
      <h1><bdi>${agent.name}</bdi></h1>
      ${agent.version !== "" && html`<span class="faint"><bdi>${agent.version}</bdi></span>`} ${upBadge(agent)}
      ${agent.acceptsRestart && restartForm(agent)}
    </div>
    ${!agent.connected && away(agent)} ${restartOutcome(agent)}
    <dl class="facts">
      ${fact("Instance uid", html`<code>${agent.uid}</code>`)}
      ${agent.host !== "" && fact("Host", html`<bdi>${agent.host}</bdi>`)}
      ${fact("Remote configuration", remoteConfigBadge(agent.remoteConfig))}
      ${agent.health?.startedAt && fact("Started", moment(agent.health.startedAt, "ago"))}
      ${fact("Last seen", moment(agent.lastSeen, "ago"))}
    </dl>
  </div>`;
}

function fact(name: string, value: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function away({ lastSeen }: AgentView): Html {
  return html`<p class="notice quiet">The agent is away. Below is what it said last, ${moment(lastSeen, "ago")}.</p>`;
}

function restartForm({ uid, connected }: AgentView): Html {
  return html`<form method="post" action="/agents/${uid}/restart" data-restart class="push">
    <button type="submit" class="secondary" ${!connected && html`disabled`}>Restart Agent</button>
  </form>`;
}

function restartOutcome({ restart }: AgentView): Html {
  const text = restart && (restart.tookMs === null ? "Restart requested." : "The agent has restarted.");
  return html`<div role="status" id="restart-outcome">
    ${
      restart &&
      html`<p class="notice ${restart.tookMs === null ? "busy" : "good"}">
        ${text}
        ${
          restart.tookMs === null
            ? ticker(restart.requestedAt)
            : html`<span class="took">It took ${durationText(restart.tookMs)}.</span>`
        }
      </p>`
    }
  </div>`;
}
