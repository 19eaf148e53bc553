import type { ComponentView } from "../agents/agent-parts.ts";
import type { AgentView } from "../agents/agent-view.ts";
import type { Attribute } from "../agents/attribute.ts";
import { type Html, html } from "./html.ts";
import { badge, card, missing } from "./parts.ts";

export function attributesCard(agent: AgentView): Html {
  const body = html`${attributes("Identifying", agent.identifyingAttributes)}
  ${attributes("Others", agent.nonIdentifyingAttributes)}`;
  const known = agent.identifyingAttributes.length + agent.nonIdentifyingAttributes.length > 0;
  return card({
    id: "attributes",
    title: "Identity and Attributes",
    body: known ? body : missing("The agent has not said who it is yet."),
  });
}

function attributes(title: string, list: readonly Attribute[]): Html | undefined {
  if (list.length === 0) return undefined;
  return html`<h3>${title}</h3>
    <dl class="attributes">
      ${list.map(
        ({ key, value }) =>
          html`<div>
            <dt><bdi>${key}</bdi></dt>
            <dd><bdi>${typeof value === "string" ? value : JSON.stringify(value)}</bdi></dd>
          </div>`,
      )}
    </dl>`;
}

/** The editor takes its suggestions from `data-section` and `data-component`. */
export function componentsCard({ availableComponents, capabilities }: AgentView): Html {
  const none = capabilities.includes("ReportsAvailableComponents")
    ? "The agent has not reported them yet."
    : "This agent does not report them.";
  return card({
    id: "components",
    title: "Available Components",
    body: availableComponents.length > 0 ? availableComponents.map(componentGroup) : missing(none),
  });
}

function componentGroup({ name, components }: ComponentView): Html {
  return html`<details id="components-${encodeURIComponent(name)}" data-section="${name}">
    <summary><bdi>${name}</bdi> <span class="faint">${components.length}</span></summary>
    <ul class="chips">
      ${components.map((component) => html`<li data-component="${component.name}">${badge("quiet", component.name)}</li>`)}
    </ul>
  </details>`;
}

export function capabilitiesCard({ capabilities, customCapabilities }: AgentView): Html {
  return card({
    id: "capabilities",
    title: "Capabilities",
    body: html`${capabilities.length === 0 ? missing("The agent has not stated any yet.") : chips(capabilities)}
    ${
      customCapabilities.length > 0 &&
      html`<h3>Custom</h3>
        ${chips(customCapabilities)}`
    }`,
  });
}

function chips(names: readonly string[]): Html {
  return html`<ul class="chips">
    ${names.map((name) => html`<li>${badge("quiet", name)}</li>`)}
  </ul>`;
}
