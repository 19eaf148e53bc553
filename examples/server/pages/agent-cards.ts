import type { ComponentView, HealthView } from "../agents/agent-parts.ts";
import type { AgentView } from "../agents/agent-view.ts";
import type { Attribute } from "../agents/attribute.ts";
import { type Html, html } from "./html.ts";
import { badge, card } from "./parts.ts";

export function effectiveConfigCard({ effectiveConfig }: AgentView): Html {
  const files = effectiveConfig.map(
    ({ name, body }) =>
      html`${name !== "" && html`<h3><bdi>${name}</bdi></h3>`}
        <pre class="code" tabindex="0" aria-label="Effective configuration ${name}">${body}</pre>`,
  );
  return card({
    id: "effective",
    title: "Effective Configuration",
    body: files.length > 0 ? files : missing("The agent has not reported it."),
  });
}

export function healthCard({ health, connected }: AgentView): Html {
  const body = health
    ? html`${!connected && missing("As it was when the agent was last seen.")}
        <ul class="tree">
          ${healthItem({ ...health, name: "Agent" })}
        </ul>`
    : missing("The agent has not reported it.");
  return card({ id: "health", title: "Health", body });
}

function healthItem({ name, healthy, status, error, components }: HealthView): Html {
  return html`<li>
    <span class="line">
      <span class="dot ${healthy ? "good" : "bad"}"></span> <bdi>${name}</bdi>
      <span class="faint">${healthy ? "healthy" : "not healthy"}${status !== "" && html`, <bdi>${status}</bdi>`}</span>
    </span>
    ${error !== "" && html`<pre class="reason"><bdi>${error}</bdi></pre>`}
    ${
      components.length > 0 &&
      html`<ul>
        ${components.map(healthItem)}
      </ul>`
    }
  </li>`;
}

export function attributesCard(agent: AgentView): Html {
  const body = html`${attributes("Identifying", agent.identifyingAttributes)}
  ${attributes("Others", agent.nonIdentifyingAttributes)}`;
  const known = agent.identifyingAttributes.length + agent.nonIdentifyingAttributes.length > 0;
  return card({ id: "attributes", title: "Identity and Attributes", body: known ? body : missing("None reported.") });
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

export function componentsCard({ availableComponents }: AgentView): Html {
  return card({
    id: "components",
    title: "Available Components",
    body:
      availableComponents.length > 0
        ? availableComponents.map(componentGroup)
        : missing("The agent has not reported them."),
  });
}

function componentGroup({ name, components }: ComponentView): Html {
  return html`<details id="components-${name}">
    <summary><bdi>${name}</bdi> <span class="faint">${components.length}</span></summary>
    ${chips(components.map((component) => component.name))}
  </details>`;
}

export function capabilitiesCard({ capabilities, customCapabilities }: AgentView): Html {
  return card({
    id: "capabilities",
    title: "Capabilities",
    body: html`${chips(capabilities)}
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

function missing(text: string): Html {
  return html`<p class="faint">${text}</p>`;
}
