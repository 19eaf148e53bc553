import { z } from "zod";

import type { Fleet } from "../agents/fleet.ts";
import { agentPage } from "../pages/agent-page.ts";
import { messagePage } from "../pages/message-page.ts";
import { mediaType } from "./media-type.ts";
import { restartRefusal, saveRefusal, unknownAgent } from "./refusals.ts";
import { json, plain, problem } from "./respond.ts";
import type { Route } from "./router.ts";

const configurationBody = z.strictObject({ config: z.string() });

/** What people change: by the forms of the pages and, under `/api`, by JSON. */
export function changeRoutes(fleet: Fleet): Route[] {
  return [
    { method: "POST", path: "/agents/:uid/config", handle: (request, uid) => saveFromForm(fleet, request, uid) },
    { method: "POST", path: "/api/agents/:uid/config", handle: (request, uid) => saveFromJson(fleet, request, uid) },
    { method: "POST", path: "/agents/:uid/restart", handle: (_request, uid) => restartFromForm(fleet, uid) },
    { method: "POST", path: "/api/agents/:uid/restart", handle: (_request, uid) => restartFromJson(fleet, uid) },
  ];
}

async function saveFromJson(fleet: Fleet, request: Request, uid: string): Promise<Response> {
  if (mediaType(request) !== "application/json") return problem(415, "The body must be application/json.");
  const body = configurationBody.safeParse(await request.json().catch(() => undefined));
  if (!body.success) return problem(400, 'The body must be {"config": "…"}.');
  const outcome = fleet.saveConfiguration(uid, body.data.config);
  if (outcome.kind === "saved") return json({ hash: outcome.hash });
  const { status, reason } = saveRefusal(outcome);
  return problem(status, reason);
}

/** Forms carry line ends as CR LF (HTML, § Constructing the entry list); the configuration has LF alone. */
async function saveFromForm(fleet: Fleet, request: Request, uid: string): Promise<Response> {
  if (mediaType(request) !== "application/x-www-form-urlencoded") return plain(415, "The body must be a form.");
  const config = new URLSearchParams(await request.text()).get("config");
  if (config === null) return plain(400, "The form has no field named config.");
  const text = config.replaceAll("\r\n", "\n");
  const outcome = fleet.saveConfiguration(uid, text);
  if (outcome.kind === "saved") return seeAgent(uid, "#configuration");
  const { status, reason } = saveRefusal(outcome);
  const agent = fleet.get(uid);
  if (agent === undefined) return noAgent();
  return agentPage({ agent, refused: { text, reason }, status });
}

function restartFromForm(fleet: Fleet, uid: string): Response {
  const outcome = fleet.requestRestart(uid);
  if (outcome.kind === "requested") return seeAgent(uid, "");
  if (outcome.kind === "unknown-agent") return noAgent();
  const { status, reason } = restartRefusal(outcome);
  return messagePage({ status, title: "Not restarted", text: reason });
}

function restartFromJson(fleet: Fleet, uid: string): Response {
  const outcome = fleet.requestRestart(uid);
  if (outcome.kind === "requested") return json({});
  const { status, reason } = restartRefusal(outcome);
  return problem(status, reason);
}

function seeAgent(uid: string, part: string): Response {
  return new Response(null, { status: 303, headers: { location: `/agents/${uid}${part}` } });
}

function noAgent(): Response {
  return messagePage({ status: unknownAgent.status, title: "No such agent", text: unknownAgent.reason });
}
