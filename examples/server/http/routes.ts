import { z } from "zod";

import type { Fleet, SaveOutcome } from "../agents/fleet.ts";
import { agentPage } from "../pages/agent-page.ts";
import { listPage } from "../pages/list-page.ts";
import { changeStream } from "./change-stream.ts";
import { json, plain, problem } from "./respond.ts";
import type { Route } from "./router.ts";

export interface RoutesOptions {
  fleet: Fleet;
  /** Where agents connect to, for the empty list. */
  endpoint: string;
  caFile: string | undefined;
}

const configurationBody = z.strictObject({ config: z.string() });

/** Refusals of a save: how the two ways in answer them. */
const refusals = {
  "unknown-agent": { status: 404, reason: "No such agent has connected since the server started." },
  "not-accepted": { status: 409, reason: "The agent does not accept remote configuration." },
} as const;

/** The pages and, under `/api`, the same as JSON. */
export function routes({ fleet, endpoint, caFile }: RoutesOptions): Route[] {
  const noAgent = refusals["unknown-agent"];
  return [
    { method: "GET", path: "/", handle: () => listPage({ agents: fleet.list(), endpoint, caFile }) },
    {
      method: "GET",
      path: "/agents/:uid",
      handle: (_request, uid) => {
        const agent = fleet.get(uid);
        return agent ? agentPage({ agent }) : plain(noAgent.status, noAgent.reason);
      },
    },
    { method: "POST", path: "/agents/:uid/config", handle: (request, uid) => saveFromForm(fleet, request, uid) },
    { method: "GET", path: "/events", handle: (request) => changeStream(fleet, request.signal) },
    { method: "GET", path: "/api/agents", handle: () => json({ agents: fleet.list() }) },
    {
      method: "GET",
      path: "/api/agents/:uid",
      handle: (_request, uid) => {
        const agent = fleet.get(uid);
        return agent ? json(agent) : problem(noAgent.status, noAgent.reason);
      },
    },
    { method: "POST", path: "/api/agents/:uid/config", handle: (request, uid) => saveFromJson(fleet, request, uid) },
  ];
}

async function saveFromJson(fleet: Fleet, request: Request, uid: string): Promise<Response> {
  if (mediaType(request) !== "application/json") return problem(415, "The body must be application/json.");
  const body = configurationBody.safeParse(await request.json().catch(() => undefined));
  if (!body.success) return problem(400, 'The body must be {"config": "…"}.');
  const outcome: SaveOutcome = await fleet.saveConfiguration(uid, body.data.config);
  if (outcome.kind === "saved") return json({ hash: outcome.hash });
  const { status, reason } = refusals[outcome.kind];
  return problem(status, reason);
}

/** Forms carry line ends as CR LF (HTML, § Constructing the entry list); the configuration has LF alone. */
async function saveFromForm(fleet: Fleet, request: Request, uid: string): Promise<Response> {
  if (mediaType(request) !== "application/x-www-form-urlencoded") return plain(415, "The body must be a form.");
  const config = new URLSearchParams(await request.text()).get("config");
  if (config === null) return plain(400, "The form has no field named config.");
  const text = config.replaceAll("\r\n", "\n");
  const outcome = await fleet.saveConfiguration(uid, text);
  if (outcome.kind === "saved") {
    return new Response(null, { status: 303, headers: { location: `/agents/${uid}#configuration` } });
  }
  const { status, reason } = refusals[outcome.kind];
  const agent = fleet.get(uid);
  if (agent === undefined) return plain(status, reason);
  const page = agentPage({ agent, refused: { text, reason } });
  return new Response(page.body, { status, headers: page.headers });
}

function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
