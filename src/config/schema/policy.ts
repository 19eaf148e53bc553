import * as z from "zod/mini";

import { isHostPattern } from "../host-pattern.ts";
import type { ComponentKind } from "../policy-types.ts";
import { parsePortRange } from "../port-range.ts";
import { described, optionalTextList, plain, section, text, textList, transformed, withDefault } from "./fields.ts";

const componentType = text().check(
  z.refine((value) => /^[A-Za-z]\w{0,62}$/.test(value), {
    error: "must be the type of a component, without a name after /",
  }),
);

const typeRule = (kind: ComponentKind) =>
  z.optional(
    section(
      {
        allow: optionalTextList({
          item: componentType,
          description: `Types of ${kind} that are allowed. Default: all.`,
        }),
        deny: optionalTextList({
          item: componentType,
          description: `Types of ${kind} that are not. Stronger than \`allow\`.`,
        }),
      },
      `Which ${kind} remote content may define. A deprecated alias of a type counts as the type.`,
    ),
  );

const portWish = "must be a port or a range such as 4317-4320";

const portRange = transformed(z.union([z.int(), z.string()], { error: portWish }), (value) => {
  const range = parsePortRange(`${value}`);
  return range === undefined ? { fault: portWish } : { value: range };
});

const ports = described(z.optional(z.array(portRange, { error: "must be a list of ports" })), {
  description: "Ports and ranges of ports (`4317`, `8000-8999`). Default: all.",
  "x-type": "list of ports",
});

/** A text that covers nothing is a mistake, and a silent one: it is refused. */
const pattern = (isOne: (value: string) => boolean, error: string) => text().check(z.refine(isOne, { error }));

const hostPattern = pattern(
  isHostPattern,
  "must be a host name, `*.domain`, an IP address without brackets, a range such as 10.0.0.0/8, or `*`, without a port",
);

const hosts = (description: string) => optionalTextList({ item: hostPattern, description });

const scheme = pattern(
  (value) => /^[a-z][a-z0-9+.-]+$/.test(value),
  "must be a scheme in lower case, such as https, without ://",
);

const variable = pattern(
  (value) => /^[A-Za-z_*][A-Za-z0-9_*]*$/.test(value),
  "must be the name of an environment variable, where `*` stands for any text",
);

const hostForms = "Names, `*.domain` for the names below it, IP addresses, and ranges in CIDR form.";

const limit = (description: string) =>
  described(z.optional(z.int({ error: "must be a whole number" }).check(z.gte(1, { error: "must be at least 1" }))), {
    description,
    "x-type": "whole number",
  });

const requirement = z.strictObject(
  {
    kind: z.enum(["receivers", "processors", "exporters"], {
      error: "must be one of receivers, processors, exporters",
    }),
    type: componentType,
    position: withDefault(z.enum(["any", "first", "last"], { error: "must be one of any, first, last" }), "any"),
  },
  { error: "must be a mapping with kind, type and position" },
);

export const policySection = () =>
  section(
    {
      components: z.prefault(
        section(
          {
            receivers: typeRule("receivers"),
            processors: typeRule("processors"),
            exporters: typeRule("exporters"),
            connectors: typeRule("connectors"),
            extensions: typeRule("extensions"),
          },
          "Which components remote content may define or change.",
        ),
        {},
      ),
      listen: z.optional(
        section(
          {
            addresses: hosts(
              `Where remote content may listen. ${hostForms} An empty host, \`:4317\`, is all interfaces, which \`*\` alone covers.`,
            ),
            ports,
          },
          "Where remote content may let the Collector listen.",
        ),
      ),
      destinations: z.optional(
        section(
          {
            schemes: optionalTextList({ item: scheme, description: "Schemes of URLs, such as `https`. Default: all." }),
            hosts: hosts(`Hosts. ${hostForms} Default: all.`),
            ports,
            discovery: described(z.optional(z.boolean({ error: "must be true or false" })), {
              description:
                "Let remote content use what finds its targets at run time (service discovery and relabelling of the address in the language of Prometheus, `target_allocator`, `receiver_creator`, `discover`), which the rules above cannot see. Default: such content is refused.",
              "x-type": "boolean",
            }),
          },
          "Where remote content may let the Collector connect to, own telemetry that the server directs included.",
        ),
      ),
      config_sources: z.prefault(
        section(
          {
            env: textList({
              item: variable,
              description:
                "Variables that `${env:…}` of remote content may name; `*` stands for any text. Default: none.",
            }),
            schemes: textList({
              item: scheme,
              description: "Other sources that `${…}` of remote content may use, such as `file`. Default: none.",
            }),
          },
          "What `${…}` in remote content may refer to.",
        ),
        {},
      ),
      required: described(withDefault(z.array(requirement, { error: "must be a list" }), []), {
        description:
          "What each pipeline must have: a list of `kind` (`receivers`, `processors` or `exporters`), `type`, and `position` (`any`, `first` or `last`).",
        "x-type": "list",
      }),
      limits: z.prefault(
        section(
          {
            bytes: limit("Bytes of all remote files together."),
            pipelines: limit("Pipelines of the whole configuration."),
            depth: limit("Levels of nesting that remote content may reach."),
          },
          "How large remote content may be.",
        ),
        {},
      ),
    },
    "What remote content may do. It is looked at in the merged configuration; what goes beyond is refused, and the running configuration stays. Without this section nothing bounds remote content.",
  );

export const accessDirs = () =>
  optionalTextList({
    item: text().check(z.refine((value) => /^(?:\/|[A-Za-z]:[\\/])/.test(value), plain("must be an absolute path"))),
    description:
      "Directories that remote content may name files in, links and `..` resolved. Holds with `agent.policy`, and without it as the only bound. Default: all files.",
  });
