export type EndpointFault = { message: string; /** Whether the value may follow the message. */ showValue: boolean };

/**
 * What is wrong with `server::endpoint`, `undefined` if nothing is. The words of the first three are the Go
 * supervisor's; user name and password are refused as by its WebSocket client, a fragment by RFC 6455
 * section 3, for every scheme.
 */
export function endpointFault(endpoint: string): EndpointFault | undefined {
  if (endpoint === "") return plain("must be specified");
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(endpoint)?.[1]?.toLowerCase();
  if (scheme === undefined && /^[^/]*:/.test(endpoint)) return invalid;
  if (scheme === undefined || !["http", "https", "ws", "wss"].includes(scheme)) {
    const choice = 'must be one of "http", "https", "ws", or "wss"';
    return plain(`invalid scheme ${JSON.stringify(scheme ?? "")} for server::endpoint, ${choice}`);
  }
  const hasHost = endpoint.slice(scheme.length).startsWith("://");
  if (!hasHost || /\s/.test(endpoint) || !URL.canParse(endpoint)) return invalid;
  const url = new URL(endpoint);
  if (url.username !== "" || url.password !== "") {
    return plain("server::endpoint must not hold a user name or password, use server::headers");
  }
  return url.hash === "" ? undefined : plain("server::endpoint must not have a fragment (#…)");
}

const invalid: EndpointFault = { message: "invalid URL for server::endpoint", showValue: true };

function plain(message: string): EndpointFault {
  return { message, showValue: false };
}
