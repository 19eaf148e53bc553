import type { AgentView } from "../agents/agent-view.ts";
import type { CertificatesView } from "../certificates/certificate-view.ts";
import type { ConnectionsView } from "../connections/connection-view.ts";
import { certificateList, requestList } from "./certificate-parts.ts";
import { connectionsOutcome } from "./connections-part.ts";
import { changeButton } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { badge, card, missing } from "./parts.ts";
import { settingsCards } from "./settings-cards.ts";

export interface AgentConnectionsPageOptions {
  agent: AgentView;
  view: ConnectionsView;
  /** Those of the agent. */
  certificates: CertificatesView;
  /** The URL under which the agent reaches this server; empty where it is away. */
  address: string;
}

/** The connections of one agent: what it is offered, what became of it, and its certificates. */
export function agentConnectionsPage({ agent, view, certificates, address }: AgentConnectionsPageOptions): Response {
  const { uid, name, connected } = agent;
  const body = html`<nav aria-label="Breadcrumb" class="breadcrumb">
      <a href="/">Agents</a> › <a href="/agents/${uid}"><bdi>${name}</bdi></a>
    </nav>
    <div class="heading">
      <h1>Connections of <bdi>${name}</bdi></h1>
    </div>
    ${card({
      id: "connections-outcome",
      title: "What became of it",
      body: html`<div role="status">${connectionsOutcome(uid, connected, view)}</div>`,
    })}
    <div class="columns">
      <div>
        ${settingsCards({ base: `/agents/${uid}`, settings: view.settings, scope: "own", accepted: view.accepted, address })}
      </div>
      <div>${certificatesCard(agent, view, certificates)}</div>
    </div>`;
  return layout({ title: `Connections of ${name}`, body, agent: uid });
}

function certificatesCard({ uid, connected }: AgentView, view: ConnectionsView, own: CertificatesView): Html {
  const { requests, certificates: issued } = own;
  const takes = view.accepted.includes("opamp");
  return card({
    id: "certificates",
    title: "Certificates",
    aside:
      connected && (view.proved ? badge("good", "Proved by a certificate") : badge("quiet", "Connected without one")),
    body: html`${requests.length > 0 && requestList(requests)}
      ${issued.length > 0 ? certificateList(issued) : missing("This server has issued none to this agent.")}
      ${
        takes &&
        connected &&
        html`<h3>Without a request</h3>
          <p class="faint small">
            This server makes a key and a certificate and offers both. It keeps the key in memory alone, and only until
            the agent has answered.
          </p>
          ${changeButton({ id: "pair", action: `/agents/${uid}/certificate/pair`, text: "Make Key and Certificate", tone: "secondary" })}`
      }
      <p class="small"><a href="/certificates">All certificates</a></p>`,
  });
}
