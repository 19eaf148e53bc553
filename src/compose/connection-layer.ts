import { credentialNode } from "./credentials.ts";
import type { ConnectionTarget, PlacedConnection } from "./layers.ts";
import { attributeName } from "./merge.ts";
import { at, data, from, list, mapping, plain, withValue } from "./tree.ts";
import type { ConfigNode, MappingNode, Source } from "./tree.ts";

/** A connection as it is laid over the configuration. */
export interface ConnectionLayer {
  layer: MappingNode;
  /** Paths that are taken out first: what they say would go against the offer, or be said twice. */
  gone: (readonly string[])[];
}

/** What an offer of TLS decides wholly (Collector: `configtls`); other keys stay as the component has them. */
const tlsKeys = [
  "ca_file",
  "ca_pem",
  "include_system_ca_certs_pool",
  "insecure",
  "insecure_skip_verify",
  "min_version",
  "max_version",
  "cipher_suites",
];
const certificateKeys = ["cert_file", "cert_pem", "key_file", "key_pem", "insecure"];

/**
 * An offered connection in the words of the Collector's clients (`confighttp`, `configgrpc`). Headers are set beside those
 * that are there, each once, whatever the case of its letters; TLS is replaced as a whole, and so is a certificate.
 *
 * @param tree the configuration so far
 * @param credentials directory of certificates and keys
 */
export function connectionLayer(
  { name, target, place }: PlacedConnection,
  tree: MappingNode,
  credentials: string,
): ConnectionLayer {
  const source: Source = {
    kind: "remote",
    name: `other connection ${JSON.stringify(name)} offered by the server`,
    offered: true,
    place: () => undefined,
  };
  const { path } = place;
  const gone: (readonly string[])[] = [];
  let part = mapping();
  const set = (way: readonly string[], value: ConfigNode): void => {
    const [first, ...rest] = way;
    if (first !== undefined) part = withValue(part, [first, ...rest], from(source, value));
  };
  if (target.endpoint !== "") set(["endpoint"], data(target.endpoint));
  if (target.headers.length > 0) {
    const present = at(tree, [...path, "headers"]);
    set(["headers"], headersOver(present, target.headers));
    gone.push(...sameNames(present, target.headers).map((header) => [...path, "headers", header]));
  }
  const { tls, certificate } = target;
  if (tls !== undefined) gone.push(...tlsKeys.map((key) => [...path, "tls", key]));
  if (certificate !== undefined) gone.push(...certificateKeys.map((key) => [...path, "tls", key]));
  if (tls !== undefined || certificate !== undefined) set(["tls"], tlsOf(target, credentials));
  if (target.proxy !== undefined) set(["proxy_url"], data(target.proxy));
  for (const [setting, value] of target.settings ?? []) set(place.settings.get(setting) ?? [], data(value));
  const layer = part.entries.size === 0 ? mapping() : withValue(mapping(), path, from(source, part));
  return { layer, gone };
}

type OfferedHeaders = ConnectionTarget["headers"];

/** In the form that is there: a mapping, or a list of names and values. */
function headersOver(present: ConfigNode | undefined, headers: OfferedHeaders): ConfigNode {
  if (present?.kind !== "list") return mapping(headers.map(([name, value]) => [name, data(value)]));
  const isOffered = isNamed(headers);
  const kept = present.items.filter((item) => !isOffered(attributeName(item) ?? ""));
  const offered = headers.map(([name, value]) =>
    mapping([
      ["name", data(name)],
      ["value", data(value)],
    ]),
  );
  return list(...kept, ...offered);
}

/** Headers that are there under an offered name in other letters. */
function sameNames(present: ConfigNode | undefined, headers: OfferedHeaders): string[] {
  if (present?.kind !== "mapping") return [];
  const isOffered = isNamed(headers);
  return [...present.entries.keys()].filter((key) => isOffered(key) && !headers.some(([name]) => name === key));
}

function isNamed(headers: OfferedHeaders): (name: string) => boolean {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  return (name) => names.has(name.toLowerCase());
}

function tlsOf({ tls, certificate }: Pick<ConnectionTarget, "tls" | "certificate">, credentials: string): MappingNode {
  const pairs: [string, ConfigNode][] = [];
  if (tls?.ca !== undefined) pairs.push(["ca_file", credentialNode(credentials, tls.ca)]);
  if (tls?.includeSystemRoots) pairs.push(["include_system_ca_certs_pool", plain(true)]);
  if (tls?.insecureSkipVerify) pairs.push(["insecure_skip_verify", plain(true)]);
  if (tls?.minVersion !== undefined) pairs.push(["min_version", data(tls.minVersion)]);
  if (tls?.maxVersion !== undefined) pairs.push(["max_version", data(tls.maxVersion)]);
  if (tls?.cipherSuites?.length) pairs.push(["cipher_suites", list(...tls.cipherSuites.map(data))]);
  if (certificate !== undefined) {
    pairs.push(["cert_file", credentialNode(credentials, certificate.cert)]);
    pairs.push(["key_file", credentialNode(credentials, certificate.key)]);
  }
  return mapping(pairs);
}
