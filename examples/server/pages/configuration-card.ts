import type { AgentView } from "../agents/agent-view.ts";
import { type Html, html } from "./html.ts";
import { moment, outcomeTones, remoteConfigBadge } from "./parts.ts";

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
    <form method="post" action="/agents/${agent.uid}/config">
      <fieldset id="editor" ${!accepted && html`disabled`}>
        <h2><label for="config">Additional Configuration</label></h2>
        <p class="faint" id="config-hint">
          YAML that is merged into the agent's own configuration. Leave it empty to add nothing.
        </p>
        <textarea
          id="config"
          name="config"
          rows="14"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          wrap="off"
          aria-describedby="config-hint"
        >
${text}</textarea>
        <button type="submit">Save and Send to Agent</button>
      </fieldset>
    </form>
    ${refused && html`<p class="outcome bad" role="alert">Not saved: ${refused.reason}</p>`}
    <div data-live id="outcome" role="status">${outcomeBox(agent)}</div>
    <noscript><p class="faint">Reload the page to see what became of it.</p></noscript>
  </section>`;
}

function outcomeBox(agent: AgentView): Html {
  const { remoteConfig } = agent;
  const { saved, reported } = remoteConfig;
  if (!remoteConfig.accepted) {
    return html`<p class="outcome quiet">This agent does not accept remote configuration.</p>`;
  }
  const tone = outcomeTones[remoteConfig.outcome];
  const tells = (remoteConfig.outcome === "failed" || remoteConfig.outcome === "none") && reported?.error;
  return html`<div class="outcome ${tone}">
    <p>${remoteConfig.outcome !== "none" && remoteConfigBadge(remoteConfig)} ${sentence(agent)}</p>
    ${tells && html`<pre class="reason"><bdi>${reported?.error}</bdi></pre>`}
    ${saved && html`<p class="faint">Saved ${moment(saved.savedAt, true)}, hash <code>${saved.hash.slice(0, 12)}</code></p>`}
  </div>`;
}

function sentence({ remoteConfig: { outcome, reported }, connected }: AgentView): string {
  if (outcome === "waiting") {
    return connected
      ? "Sent. The agent has not answered yet."
      : "Saved. It is sent as soon as the agent connects again.";
  }
  if (outcome === "applying") return "The agent is applying this configuration.";
  if (outcome === "failed") return "The agent could not use this configuration:";
  if (outcome === "applied") {
    return connected
      ? "The agent runs with this configuration."
      : "The agent ran with this configuration when it was last seen.";
  }
  return reported && reported.status !== "UNSET"
    ? `Nothing was saved here yet. The agent reports ${reported.status} for a configuration from elsewhere.`
    : "Nothing was saved for this agent yet.";
}
