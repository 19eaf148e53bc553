import type { Fleet } from "../agents/fleet.ts";
import type { CertificateDesk } from "../certificates/certificate-desk.ts";
import type { ConnectionDesk } from "../connections/connection-desk.ts";
import { allAgents, connectionKinds } from "../connections/settings.ts";
import { agentConnectionsPage } from "../pages/agent-connections-page.ts";
import { allConnectionsPage } from "../pages/all-connections-page.ts";
import { messagePage } from "../pages/message-page.ts";
import { agentsWith } from "./agents-with.ts";
import { changeRoute } from "./change-route.ts";
import { unknownAgent } from "./refusals.ts";
import { json, problem } from "./respond.ts";
import type { Route } from "./router.ts";

export interface ConnectionRoutesOptions {
  fleet: Fleet;
  connections: ConnectionDesk;
  certificates: CertificateDesk;
}

/** The pages with which connections are set, of one agent and of all, and the same as JSON. */
export function connectionRoutes({ fleet, connections, certificates }: ConnectionRoutesOptions): Route[] {
  const { status, reason } = unknownAgent;
  return [
    {
      method: "GET",
      path: "/connections",
      handle: () => {
        const agents = agentsWith(fleet, (uid) => connections.view(uid));
        return allConnectionsPage({ settings: connections.forAll(), agents });
      },
    },
    { method: "GET", path: "/api/connections", handle: () => json({ settings: connections.forAll() }) },
    {
      method: "GET",
      path: "/agents/:uid/connections",
      handle: (_request, uid) => {
        const [agent, view] = [fleet.get(uid), connections.view(uid)];
        if (!agent || !view) return messagePage({ status, title: "No such agent", text: reason });
        const { address } = fleet.find(uid)?.connection?.context ?? {};
        return agentConnectionsPage({ agent, view, certificates: certificates.view(uid), address: address ?? "" });
      },
    },
    {
      method: "GET",
      path: "/api/agents/:uid/connections",
      handle: (_request, uid) => {
        const view = connections.view(uid);
        return view ? json(view) : problem(status, reason);
      },
    },
    ...connectionKinds.flatMap((kind) => [
      ...changeRoute({
        path: `/connections/${kind}`,
        back: () => `/connections#${kind}`,
        change: (fields) => connections.save({ scope: allAgents, kind, name: nameIn(kind, fields) }, fields),
      }),
      ...changeRoute({
        path: `/connections/${kind}/withdraw`,
        back: () => `/connections#${kind}`,
        change: (fields) => connections.withdraw({ scope: allAgents, kind, name: nameIn(kind, fields) }),
      }),
      ...changeRoute({
        path: `/agents/:uid/connections/${kind}`,
        back: (uid) => `/agents/${uid}/connections#${kind}`,
        change: (fields, uid) => connections.save({ scope: uid, kind, name: nameIn(kind, fields) }, fields),
      }),
      ...changeRoute({
        path: `/agents/:uid/connections/${kind}/withdraw`,
        back: (uid) => `/agents/${uid}/connections#${kind}`,
        change: (fields, uid) => connections.withdraw({ scope: uid, kind, name: nameIn(kind, fields) }),
      }),
    ]),
    ...changeRoute({
      path: "/agents/:uid/connections/again",
      back: (uid) => `/agents/${uid}/connections`,
      change: (_fields, uid) => connections.tryAgain(uid),
    }),
  ];
}

function nameIn(kind: string, fields: Readonly<Record<string, string>>): string {
  return kind === "other" ? (fields["name"] ?? "").trim() : "";
}
