import type { Fleet } from "../agents/fleet.ts";
import type { CertificateDesk } from "../certificates/certificate-desk.ts";
import type { ConnectionDesk } from "../connections/connection-desk.ts";
import type { PackageDesk } from "../packages/package-desk.ts";
import type { SigningKey } from "../packages/signing-key.ts";
import { agentPage } from "../pages/agent-page.ts";
import { listPage } from "../pages/list-page.ts";
import { readListQuery } from "../pages/list-query.ts";
import { messagePage } from "../pages/message-page.ts";
import { certificateRoutes } from "./certificate-routes.ts";
import { changeRoutes } from "./change-routes.ts";
import { changeStream } from "./change-stream.ts";
import { connectionRoutes } from "./connection-routes.ts";
import { packageRoutes } from "./package-routes.ts";
import { unknownAgent } from "./refusals.ts";
import { json, problem } from "./respond.ts";
import type { Route } from "./router.ts";

export interface RoutesOptions {
  fleet: Fleet;
  connections: ConnectionDesk;
  certificates: CertificateDesk;
  packages: PackageDesk;
  signingKey: SigningKey;
  /** Where agents connect to, for the empty list. */
  endpoint: string;
  caFile: string | undefined;
}

/** The pages and, under `/api`, the same as JSON. */
export function routes(options: RoutesOptions): Route[] {
  const { fleet, connections, certificates, packages, endpoint, caFile } = options;
  const { status, reason } = unknownAgent;
  return [
    {
      method: "GET",
      path: "/",
      handle: (request) => {
        const query = readListQuery(new URL(request.url).searchParams);
        return listPage({ agents: fleet.list(), query, endpoint, caFile, asking: certificates.waiting });
      },
    },
    {
      method: "GET",
      path: "/agents/:uid",
      handle: (_request, uid) => {
        const agent = fleet.get(uid);
        if (agent === undefined) return messagePage({ status, title: "No such agent", text: reason });
        const [settings, packaged] = [connections.view(uid), packages.view(uid)];
        return agentPage({
          agent,
          ...(settings && { connections: settings }),
          ...(packaged && { packages: { view: packaged, all: packages.all() } }),
        });
      },
    },
    { method: "GET", path: "/events", handle: (request) => changeStream(fleet, request.signal) },
    { method: "GET", path: "/api/agents", handle: () => json({ agents: fleet.list() }) },
    {
      method: "GET",
      path: "/api/agents/:uid",
      handle: (_request, uid) => {
        const agent = fleet.get(uid);
        return agent ? json(agent) : problem(status, reason);
      },
    },
    ...changeRoutes(fleet),
    ...connectionRoutes({ fleet, connections, certificates }),
    ...certificateRoutes({ fleet, certificates }),
    ...packageRoutes(options),
  ];
}
