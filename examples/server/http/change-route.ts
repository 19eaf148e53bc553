import { z } from "zod";

import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fields } from "../connections/read-tls-fields.ts";
import { messagePage } from "../pages/message-page.ts";
import { mediaType } from "./media-type.ts";
import { json, plain, problem } from "./respond.ts";
import type { Route } from "./router.ts";

export interface ChangeRouteOptions {
  /** Below `/api` it is the same by JSON: an object of texts. */
  path: string;
  /** Where a form leads to once it is done, for the part of the path that `:uid` stands for. */
  back(uid: string): string;
  change(fields: Fields, uid: string): ChangeOutcome | Promise<ChangeOutcome>;
}

const body = z.record(z.string(), z.string());

const statuses = { unknown: 404, refused: 422 } as const;

/** What people change by a form, and programs and the script of the pages by JSON. */
export function changeRoute({ path, back, change }: ChangeRouteOptions): Route[] {
  return [
    {
      method: "POST",
      path,
      handle: async (request, uid) => {
        if (mediaType(request) !== "application/x-www-form-urlencoded") return plain(415, "The body must be a form.");
        const outcome = await change(Object.fromEntries(new URLSearchParams(await request.text())), uid);
        if (outcome.kind === "done") return new Response(null, { status: 303, headers: { location: back(uid) } });
        return messagePage({
          status: statuses[outcome.kind],
          title: "Not done",
          text: outcome.reason,
          back: back(uid),
        });
      },
    },
    {
      method: "POST",
      path: `/api${path}`,
      handle: async (request, uid) => {
        if (mediaType(request) !== "application/json") return problem(415, "The body must be application/json.");
        const fields = body.safeParse(await request.json().catch(() => undefined));
        if (!fields.success) return problem(400, "The body must be an object of texts.");
        const outcome = await change(fields.data, uid);
        return outcome.kind === "done" ? json({}) : problem(statuses[outcome.kind], outcome.reason);
      },
    },
  ];
}
