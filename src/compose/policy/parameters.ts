import { decodePercent } from "../../runtime/decode-percent.ts";
import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { PlacedScalar } from "../walk.ts";
import { isOfType, ownerOf } from "./components.ts";
import { denial } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import type { Policy } from "./policy.ts";
import type { Read } from "./sources.ts";

/** Parameters by which drivers of databases go elsewhere than the address says, and clients by HTTP through a proxy. */
const elsewhere =
  /^(?:(?:alt_?)?hosts?|host_?addr|server|.*addr(?:ess)?|.*proxy.*|failover_?partner|account|authenticator|.*url|port|protocol|service|pipe)$/i;
const anywhere = /^(?:.*proxy.*|alt_?hosts?)$/i;

/** Parameters by which they open files, or let the peer ask for some (`allowAllFiles` of MySQL). */
const opening = /files?$|^ssl_?(?:key|cert)$|crl|^certificate$|(?<!search_?)path$|dir$|wallet|^serverpubkey$/i;

/**
 * Why the parameters of an address, or what the `sqlquery` receiver puts into one as it stands, could lead elsewhere than its
 * host says, or to a file.
 */
export function checkParameters({ path, node }: PlacedScalar, policy: Policy, read: Read): Refusal | undefined {
  if (isNull(node)) return undefined;
  const text = read(node.text) ?? node.text;
  const [kind, id] = ownerOf(path);
  const isQuery = kind === "receivers" && isOfType(id, "sqlquery");
  const isParameter = isQuery && path.at(-2) === "additional_params";
  const names = isParameter ? [path.at(-1) ?? ""] : namesIn(text);
  const isOfHttp = !isParameter && /^\s*(?:https?|wss?|grpc):/i.test(text);
  const isDatabase = isQuery && path.at(-1) === "database" && !/^[\w .$-]*$/.test(text);
  const refuse = (rule: string, fault: string) =>
    denial({ path, node, rule, fault, allowed: "an address and parameters that say nothing of it" });
  if (policy.destinations !== undefined) {
    if (names.some((name) => (isOfHttp ? anywhere : elsewhere).test(name)) || isDatabase) {
      return refuse(ruleOf.destination, "has what may lead elsewhere than the address says");
    }
  }
  if (policy.accessDirs === undefined || isOfHttp) return undefined;
  const isOpening = names.some((name) => opening.test(name)) || isDatabase;
  return isOpening ? refuse(ruleOf.file, "has what may open files") : undefined;
}

/** Of the parameters of a URL; none where the text is none. */
function namesIn(text: string): string[] {
  const [, query = ""] = /^\s*[A-Za-z][A-Za-z0-9+.-]*:\/\/[^?]*\?(.*)$/s.exec(text) ?? [];
  return query.split(/[&;#]/).map((part) => decodePercent(part.split("=")[0] ?? ""));
}
