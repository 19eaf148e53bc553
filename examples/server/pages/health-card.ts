import type { HealthView } from "../agents/agent-parts.ts";
import type { AgentView } from "../agents/agent-view.ts";
import { type Html, html } from "./html.ts";
import { card, missing } from "./parts.ts";

/** The health of the agent and of what it consists of, as a tree; what is well and deep down is folded. */
export function healthCard({ health, connected, capabilities }: AgentView): Html {
  const body = health
    ? html`${!connected && missing("As it was when the agent was last seen.")}
        <ul class="tree">
          ${healthItem({ ...health, name: "Agent" }, "tree", 0)}
        </ul>`
    : missing(
        capabilities.includes("ReportsHealth")
          ? "The agent has not reported it yet."
          : "This agent does not report its health.",
      );
  return card({ id: "health", title: "Health", body });
}

function healthItem(health: HealthView, path: string, depth: number): Html {
  const { components, error } = health;
  const reason =
    error !== "" && html`<pre class="reason" tabindex="0" role="group" aria-label="Reason"><bdi>${error}</bdi></pre>`;
  if (components.length === 0) return html`<li>${line(health)} ${reason}</li>`;
  const unfolded = depth === 0 || !isWell(health);
  const inner = components.map((child) => healthItem(child, `${path}/${encodeURIComponent(child.name)}`, depth + 1));
  return html`<li>
    <details id="${path}" ${unfolded && html`open`}>
      <summary>${line(health)}</summary>
      ${reason}
      <ul>
        ${inner}
      </ul>
    </details>
  </li>`;
}

function line({ name, healthy, status }: HealthView): Html {
  return html`<span class="line">
    <span class="dot ${healthy ? "good" : "bad"}"></span> <bdi>${name}</bdi>
    <span class="faint">${healthy ? "healthy" : "not healthy"}${status !== "" && html`, <bdi>${status}</bdi>`}</span>
  </span>`;
}

function isWell({ healthy, components }: HealthView): boolean {
  return healthy && components.every(isWell);
}
