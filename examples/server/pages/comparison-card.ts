import type { AgentView } from "../agents/agent-view.ts";
import { type Html, html } from "./html.ts";
import { card, missing, remoteConfigBadge } from "./parts.ts";
import { yamlCode } from "./yaml-code.ts";

/** What was sent, and beside it what the agent says it runs with. */
export function comparisonCard(agent: AgentView): Html {
  return card({
    id: "comparison",
    title: "Configuration",
    body: html`<div class="beside">
      <div>
        <h3>Sent from here ${agent.remoteConfig.saved && remoteConfigBadge(agent.remoteConfig)}</h3>
        ${sent(agent)}
      </div>
      <div>
        <h3>Effective, as the agent reports it</h3>
        ${effective(agent)}
      </div>
    </div>`,
  });
}

function sent({ remoteConfig: { saved, sentAt } }: AgentView): Html {
  if (saved === null) return missing("Nothing was sent from here: the agent runs with what it has by itself.");
  if (saved.text.trim() === "") return missing("An empty text, which adds nothing.");
  return html`${sentAt === null && missing("Saved, and not sent yet.")} ${yamlCode(saved.text, "Sent configuration")}`;
}

function effective({ effectiveConfig, capabilities }: AgentView): Html | Html[] {
  if (effectiveConfig.length === 0) {
    return missing(
      capabilities.includes("ReportsEffectiveConfig")
        ? "The agent has not reported it yet."
        : "This agent does not report it.",
    );
  }
  return effectiveConfig.map(
    ({ name, body }) =>
      html`${name !== "" && html`<h4><bdi>${name}</bdi></h4>`}
      ${yamlCode(body, `Effective configuration ${name}`.trim())}`,
  );
}
