import type { AgentView } from "../agents/agent-view.ts";
import { durationText } from "./duration.ts";
import { type Html, html } from "./html.ts";
import { moment, outcomeTones, remoteConfigBadge, ticker } from "./parts.ts";

export interface ConfigurationCardOptions {
  agent: AgentView;
  /** A text that could not be saved, and why. */
  refused?: { text: string; reason: string };
}

/** The box with the configuration that this server adds to the agent's own, and what became of it. */
export function configurationCard({ agent, refused }: ConfigurationCardOptions): Html {
  const { accepted, saved } = agent.remoteConfig;
  const text = refused?.text ?? saved?.text ?? "";
  return html`<section class="card" id="configuration">
    <form method="post" action="/agents/${agent.uid}/config" data-save="/api/agents/${agent.uid}/config">
      <fieldset id="editor" ${!accepted && html`disabled`}>
        <h2 id="config-title"><label for="config">Additional Configuration</label></h2>
        <p class="faint" id="config-hint">
          YAML that is merged into the agent's own configuration. Leave it empty to add nothing.
        </p>
        <div id="config-box">
          <textarea
            id="config"
            name="config"
            rows="16"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            wrap="off"
            aria-describedby="config-hint"
          >
${text}</textarea>
        </div>
        <div class="actions">
          <button type="submit">Save and Send to Agent</button>
          <span id="unsaved" class="faint"></span>
        </div>
      </fieldset>
    </form>
    <div id="save-trouble" role="alert">
      ${refused && html`<p class="outcome bad">Not saved: ${refused.reason}</p>`}
    </div>
    <div data-live id="outcome" role="status">${outcomeBox(agent)}</div>
    <div data-live id="saved">${savedLine(agent)}</div>
    <noscript><p class="faint">Reload the page to see what became of it.</p></noscript>
  </section>`;
}

function outcomeBox(agent: AgentView): Html {
  const { remoteConfig } = agent;
  const { reported, outcome, tookMs } = remoteConfig;
  if (!remoteConfig.accepted) {
    return html`<p class="outcome quiet">This agent does not accept remote configuration.</p>`;
  }
  const tells = (outcome === "failed" || outcome === "none") && reported?.error;
  const decided = outcome === "applied" || outcome === "failed";
  return html`<div class="outcome ${outcomeTones[outcome]}">
    <p>
      ${outcome !== "none" && remoteConfigBadge(remoteConfig)} ${sentence(agent)}
      ${decided && tookMs !== null && html`<span class="took">It took ${durationText(tookMs)}.</span>`}
      ${!decided && remoteConfig.sentAt !== null && agent.connected && ticker(remoteConfig.sentAt)}
    </p>
    ${tells && html`<pre class="reason" tabindex="0" role="group" aria-label="Reason"><bdi>${reported.error}</bdi></pre>`}
  </div>`;
}

function savedLine({ remoteConfig: { saved, sentAt } }: AgentView): Html | undefined {
  if (saved === null) return undefined;
  const sent = sentAt !== null && html`, sent ${moment(sentAt, "ago")}`;
  return html`<p class="faint small">
    Saved ${moment(saved.savedAt, "ago")}${sent}, hash <code>${saved.hash.slice(0, 12)}</code>
  </p>`;
}

function sentence({ remoteConfig: { outcome, reported, sentAt }, connected }: AgentView): string {
  if (outcome === "waiting") {
    if (!connected) return "Saved. It is sent as soon as the agent connects again.";
    return sentAt === null
      ? "Saved. It is sent as soon as the agent has said what it runs."
      : "Sent. The agent has not answered yet.";
  }
  if (outcome === "applying") return "The agent is applying this configuration.";
  if (outcome === "failed") return "The agent could not use this configuration.";
  if (outcome === "applied") {
    return connected
      ? "The agent runs with this configuration."
      : "The agent ran with this configuration when it was last seen.";
  }
  return reported && reported.status !== "UNSET"
    ? `Nothing was saved here yet. The agent reports ${reported.status} for a configuration from elsewhere.`
    : "Nothing was saved for this agent yet.";
}
