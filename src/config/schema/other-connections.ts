import * as z from "zod/mini";

import type { ConnectionPlaceConfig } from "../types.ts";
import { described, text, transformed, withDefault } from "./fields.ts";
import { isPath } from "./merge.ts";

const kinds = ["exporter", "receiver", "processor", "connector", "extension"] as const;

/** The type of a component, and a name after `/` where there are several of them. */
const componentId = z.optional(
  text().check(
    z.refine((value) => /^[A-Za-z]\w{0,62}(?:\/[^\s:$]+)?$/.test(value), {
      error: "must be the id of a component, type or type/name",
    }),
  ),
);

const path = text().check(z.refine(isPath, { error: "must be a path such as egress or sending_queue::storage" }));

const fileOfOne = z.strictObject(
  {
    exporter: componentId,
    receiver: componentId,
    processor: componentId,
    connector: componentId,
    extension: componentId,
    section: z.optional(path),
    settings: withDefault(z.record(z.string(), path, { error: "must be a mapping of names to paths" }), {}),
    allow_insecure_tls: withDefault(z.boolean({ error: "must be true or false" }), false),
  },
  { error: "must be a mapping with one of exporter, receiver, processor, connector, extension" },
);

const one = transformed(fileOfOne, (file): { value: ConnectionPlaceConfig } | { fault: string } => {
  const given = kinds.flatMap((kind) => (file[kind] === undefined ? [] : [[`${kind}s`, file[kind]] as const]));
  const [component, another] = given;
  if (component === undefined || another !== undefined) return { fault: `must name one of ${kinds.join(", ")}` };
  const [kind, id] = component;
  if (kind === "extensions" && id === "opamp")
    return { fault: "must not be extension opamp, which is the supervisor's own" };
  const section = file.section?.split("::") ?? [];
  const settings = Object.entries(file.settings).map(([name, to]) => [name, to.split("::")] as const);
  return {
    value: { path: [kind, id, ...section], settings: new Map(settings), allowInsecureTls: file.allow_insecure_tls },
  };
});

const byName = transformed(
  z.record(z.string(), one, { error: "must be a mapping of names to components" }),
  (places): { value: Record<string, ConnectionPlaceConfig> } | { fault: string } => {
    const taken = new Map<string, string>();
    for (const [name, { path: place }] of Object.entries(places)) {
      const other = taken.get(place.join("::"));
      if (other !== undefined) return { fault: `must not have ${other} and ${name} in one place` };
      taken.set(place.join("::"), name);
    }
    return { value: places };
  },
);

/** `agent.other_connections`. */
export const otherConnections = described(withDefault(byName, {}), {
  description:
    "Where connections are set that the server offers under these names (`other_connections`). Each names one component, by `exporter`, `receiver`, `processor`, `connector` or `extension` and its id (`otlp/backend`), and gets the offered `endpoint`, `headers`, `tls` (certificate and key as files in the storage directory) and `proxy_url`, over what all layers say of it. `section` is the path within the component where these keys stand, such as `egress`; `settings` maps names of further settings of the offer to paths there, which get them as text; `allow_insecure_tls: true` lets an offer switch the check of the peer off. What is offered under another name is refused. `agent.policy` bounds offered values, and so does a locked file, but for what it leaves open.",
  "x-type": "mapping",
});
