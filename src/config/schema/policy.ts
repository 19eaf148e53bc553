import { z } from "zod";

import { parsePortRange } from "../port-range.ts";
import { optionalTextList, plain, section, text, textList } from "./fields.ts";

const kinds = ["receivers", "processors", "exporters", "connectors", "extensions"] as const;

const componentType = text().refine((value) => /^[A-Za-z]\w{0,62}$/.test(value), {
  error: "must be the type of a component, without a name after /",
});

const typeRule = (kind: string) =>
  section(
    {
      allow: optionalTextList({ item: componentType, description: `Types of ${kind} that are allowed. Default: all.` }),
      deny: optionalTextList({
        item: componentType,
        description: `Types of ${kind} that are not. Stronger than \`allow\`.`,
      }),
    },
    `Which ${kind} remote content may define. A deprecated alias of a type counts as the type.`,
  ).optional();

const portRange = z
  .union([z.int(), z.string()], { error: "must be a port or a range such as 4317-4320" })
  .refine((value) => parsePortRange(`${value}`) !== undefined, {
    error: "must be a port or a range such as 4317-4320",
  });

const ports = z
  .array(portRange, { error: "must be a list of ports" })
  .optional()
  .meta({ description: "Ports and ranges of ports (`4317`, `8000-8999`). Default: all.", "x-type": "list of ports" });

const hosts = (description: string) => optionalTextList({ description });

const hostForms = "Names, `*.domain` for the names below it, IP addresses, and ranges in CIDR form.";

const limit = (description: string) =>
  z
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .optional()
    .meta({ description, "x-type": "whole number" });

const requirement = z.strictObject(
  {
    kind: z.enum(["receivers", "processors", "exporters"], {
      error: "must be one of receivers, processors, exporters",
    }),
    type: componentType,
    position: z.enum(["any", "first", "last"], { error: "must be one of any, first, last" }).default("any"),
  },
  { error: "must be a mapping with kind, type and position" },
);

export const policySection = section(
  {
    components: section(
      {
        receivers: typeRule(kinds[0]),
        processors: typeRule(kinds[1]),
        exporters: typeRule(kinds[2]),
        connectors: typeRule(kinds[3]),
        extensions: typeRule(kinds[4]),
      },
      "Which components remote content may define or change.",
    ).prefault({}),
    listen: section(
      {
        addresses: hosts(`Where remote content may listen. ${hostForms} An empty host, \`:4317\`, is all interfaces.`),
        ports,
      },
      "Where remote content may let the Collector listen.",
    ).optional(),
    destinations: section(
      {
        schemes: optionalTextList({ description: "Schemes of URLs, such as `https`. Default: all." }),
        hosts: hosts(`Hosts. ${hostForms} Default: all.`),
        ports,
      },
      "Where remote content may let the Collector connect to, own telemetry that the server directs included.",
    ).optional(),
    config_sources: section(
      {
        env: textList({
          description: "Variables that `${env:…}` of remote content may name; `*` stands for any text. Default: none.",
        }),
        schemes: textList({
          description: "Other sources that `${…}` of remote content may use, such as `file`. Default: none.",
        }),
      },
      "What `${…}` in remote content may refer to.",
    ).prefault({}),
    required: z.array(requirement, { error: "must be a list" }).default([]).meta({
      description:
        "What each pipeline must have: a list of `kind` (`receivers`, `processors` or `exporters`), `type`, and `position` (`any`, `first` or `last`).",
      "x-type": "list",
    }),
    limits: section(
      {
        bytes: limit("Bytes of all remote files together."),
        pipelines: limit("Pipelines of the whole configuration."),
        depth: limit("Levels of nesting that remote content may reach."),
      },
      "How large remote content may be.",
    ).prefault({}),
  },
  "What remote content may do. It is looked at in the merged configuration; what goes beyond is refused, and the running configuration stays. Without this section nothing bounds remote content.",
);

export const accessDirs = optionalTextList({
  item: text().superRefine((value, context) => {
    if (/^(?:\/|[A-Za-z]:[\\/])/.test(value)) return;
    context.addIssue({ code: "custom", message: "must be an absolute path", params: plain("").params });
  }),
  description:
    "Directories that remote content may name files in, links and `..` resolved. Holds with `agent.policy`, and without it as the only bound. Default: all files.",
});
