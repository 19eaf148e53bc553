import type { GetOutcome } from "../runtime/network-ports.ts";
import type { DownloadOptions, DownloadRequest } from "./download-types.ts";
import type { PartialFile } from "./partial-file.ts";
import { redirectTarget } from "./redirect-target.ts";

export interface AskOptions {
  request: DownloadRequest;
  options: Pick<DownloadOptions, "network" | "route">;
  part: Pick<PartialFile, "have" | "record">;
  /** Offset of the first byte that is wanted. */
  from: number;
  signal: AbortSignal;
}

export type Answered =
  | { kind: "answered"; answer: Extract<GetOutcome, { answered: true }>; host: string }
  | { kind: "refused"; code: string; reason: string; host: string; passing: boolean };

/**
 * Asks for a file, or for what is missing of it, and follows redirects. Offered headers go to the origin that was offered;
 * once a redirect has led away from it they are gone, also where another one leads back.
 */
export async function askForFile({ request, options, part, from, signal }: AskOptions): Promise<Answered> {
  const range = rangeHeaders(from, part.record);
  let { url, headers } = request;
  for (let hops = 0; ; hops += 1) {
    const { host } = new URL(url);
    const route = await options.route(url);
    if (!route.usable) return { kind: "refused", code: route.code, reason: route.reason, host, passing: true };
    const { usable: _, ...way } = route;
    const outcome = await options.network.get({ url, headers: [...headers, ...range], signal, ...way });
    if (!outcome.answered) {
      const { code, message } = outcome.loss;
      return { kind: "refused", code, reason: message, host, passing: true };
    }
    const target = redirectTarget({ url, status: outcome.status, location: outcome.headers["location"], hops });
    if (target.kind === "none") return { kind: "answered", answer: outcome, host };
    outcome.body.drop();
    if (target.kind === "refused") {
      return { kind: "refused", code: "REDIRECT", reason: target.reason, host, passing: false };
    }
    if (!target.stays) headers = [];
    url = target.url;
  }
}

/** Where the server has told nothing by which it knows the file again, the hash of the whole tells whether the parts fit. */
function rangeHeaders(from: number, record: PartialFile["record"]): [name: string, value: string][] {
  if (from === 0) return [];
  const validator = record?.etag ?? record?.lastModified;
  return [
    ["Range", `bytes=${from}-`],
    ...(validator === undefined ? [] : [["If-Range", validator] as [string, string]]),
  ];
}
