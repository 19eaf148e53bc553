import type { HeaderList } from "../config/types.ts";
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
 * once a redirect has led away from it they are gone, also where another one leads back. What an origin gets beside them is for
 * `route` to say.
 */
export async function askForFile({ request, options, part, from, signal }: AskOptions): Promise<Answered> {
  const range = rangeHeaders(from, part.record);
  let { url, headers } = request;
  let hasOtherCredentials = true;
  for (let hops = 0; ; hops += 1) {
    const { host } = new URL(url);
    const route = await options.route(url, signal);
    if (!route.usable) return { kind: "refused", code: route.code, reason: route.reason, host, passing: true };
    const { tls, proxy } = route;
    const way = { ...(tls && { tls }), ...(proxy && { proxy }) };
    const all = [...under(route.headers ?? [], headers), ...range];
    const outcome = await options.network.get({ url, headers: all, signal, ...way });
    if (!outcome.answered) {
      const { code, message } = outcome.loss;
      return { kind: "refused", code, reason: message, host, passing: true };
    }
    // Once for each file: who says no to newer credentials too means it.
    if (outcome.status === 401 && hasOtherCredentials && route.refused?.() === true) {
      hasOtherCredentials = false;
      outcome.body.drop();
      continue;
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

/** Both, but of headers with one name those of the offer. */
function under(own: HeaderList, offered: HeaderList): HeaderList {
  const names = new Set(offered.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !names.has(name.toLowerCase())), ...offered];
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
