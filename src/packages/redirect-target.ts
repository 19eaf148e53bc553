/** Most redirects in a row that are followed. */
const mostHops = 10;

const followed = new Set([301, 302, 303, 307, 308]);

export interface RedirectAnswer {
  /** The address that answered. */
  url: string;
  status: number;
  /** Value of the header Location. */
  location: string | undefined;
  /** How many redirects led to `url`. */
  hops: number;
}

/** `none`: the answer is no redirect. `stays`: at the origin that answered. */
export type RedirectTarget =
  { kind: "none" } | { kind: "follow"; url: string; stays: boolean } | { kind: "refused"; reason: string };

/**
 * Where the redirect of a GET leads. Hosts of files send their readers to others, so another origin is followed, without what is
 * meant for the first one; never from TLS to none.
 */
export function redirectTarget({ url, status, location, hops }: RedirectAnswer): RedirectTarget {
  if (!followed.has(status) || location === undefined) return { kind: "none" };
  const from = new URL(url);
  const to = URL.parse(location, url);
  if (!to || !["http:", "https:"].includes(to.protocol)) return refused("to an address that is none of HTTP");
  if (from.protocol === "https:" && to.protocol === "http:") return refused(`from TLS to none, at ${to.host}`);
  if (hops >= mostHops) return refused(`more than ${mostHops} times in a row`);
  to.hash = "";
  to.username = "";
  to.password = "";
  return { kind: "follow", url: to.href, stays: to.origin === from.origin };
}

function refused(where: string): RedirectTarget {
  return { kind: "refused", reason: `redirects ${where}` };
}
