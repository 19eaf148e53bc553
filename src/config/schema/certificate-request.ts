import * as z from "zod/mini";

import { described, flag, section, text, textList, withDefault } from "./fields.ts";

/** Upper bounds of RFC 5280 appendix A.1: the same for these three. */
const longestName = 64;

function nameText(description: string) {
  const checked = text().check(
    z.refine((value) => value.length <= longestName, { error: `must have at most ${longestName} characters` }),
  );
  return described(withDefault(checked, ""), { description, "x-type": "string" });
}

const dnsName = () =>
  text().check(z.refine((value) => /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/.test(value), { error: "must be a DNS name" }));

export const certificateRequestSection = () =>
  section(
    {
      enabled: flag({
        default: false,
        description:
          "`true`: ask the server for a client certificate, at the start and before the present one is over. Needs `capabilities.accepts_opamp_connection_settings`, as it comes as an offer.",
      }),
      key_type: described(withDefault(z.enum(["p256", "ed25519"], { error: "must be one of p256, ed25519" }), "p256"), {
        description: "Kind of the key, which is made here and never leaves the machine.",
        "x-type": "string",
      }),
      common_name: nameText("Name of the subject. Default: the instance uid; another uid leads to another request."),
      organization: nameText("Organization of the subject."),
      organizational_unit: nameText("Unit of that organization."),
      dns_names: textList({ description: "DNS names beside the subject.", item: dnsName() }),
    },
    "Request for a client certificate ([certificates.md](certificates.md)).",
  );
