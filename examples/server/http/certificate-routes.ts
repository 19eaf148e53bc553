import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { ApprovalRule } from "../certificates/approval-rule.ts";
import { lives } from "../certificates/approval-settings.ts";
import type { CertificateDesk } from "../certificates/certificate-desk.ts";
import type { Fields } from "../connections/read-tls-fields.ts";
import { allAgents } from "../connections/settings.ts";
import { certificatesPage } from "../pages/certificates-page.ts";
import { changeRoute } from "./change-route.ts";
import { json } from "./respond.ts";
import type { Route } from "./router.ts";

export interface CertificateRoutesOptions {
  fleet: Fleet;
  certificates: CertificateDesk;
}

/** The page of the authority, and what people do with it. */
export function certificateRoutes({ fleet, certificates }: CertificateRoutesOptions): Route[] {
  const list = () => "/certificates";
  const ofAgent = (uid: string) => `/agents/${uid}/connections#certificates`;
  return [
    {
      method: "GET",
      path: "/certificates",
      handle: () => certificatesPage({ view: certificates.view(), settings: certificates.settings }),
    },
    { method: "GET", path: "/api/certificates", handle: () => json(certificates.view()) },
    ...changeRoute({
      path: "/certificates/rule",
      back: list,
      change: (fields) => chooseRule(fields, fleet, certificates),
    }),
    ...changeRoute({
      path: "/agents/:uid/certificate/approve",
      back: list,
      change: (_fields, uid) => certificates.approve(uid),
    }),
    ...changeRoute({
      path: "/agents/:uid/certificate/deny",
      back: list,
      change: ({ reason = "" }, uid) => certificates.deny(uid, reason.trim() || undefined),
    }),
    ...changeRoute({
      path: "/agents/:uid/certificate/pair",
      back: ofAgent,
      change: (_fields, uid) => certificates.issued.makePair(uid),
    }),
    ...changeRoute({
      path: "/certificates/:uid/renew",
      back: list,
      change: (_fields, serial) => certificates.issued.renew(serial),
    }),
    ...changeRoute({
      path: "/certificates/:uid/revoke",
      back: list,
      change: (_fields, serial) => certificates.issued.revoke(serial),
    }),
  ];
}

function chooseRule(fields: Fields, fleet: Fleet, certificates: CertificateDesk): ChangeOutcome {
  const rule = readRule(fields, fleet);
  const life = lives.find(({ ms }) => String(ms) === fields["life"]);
  if (rule === undefined) return { kind: "refused", reason: "The rule must be one of the list." };
  if (typeof rule === "string") return { kind: "refused", reason: rule };
  if (life === undefined) return { kind: "refused", reason: "The life of certificates must be one of the list." };
  certificates.settings.choose(rule, life.ms);
  fleet.changed(allAgents);
  return { kind: "done" };
}

/** A text is what is wrong with it. */
function readRule(fields: Fields, fleet: Fleet): ApprovalRule | string | undefined {
  const { rule, key = "", value = "" } = fields;
  if (rule === "nobody" || rule === "renewals" || rule === "everybody") return { kind: rule };
  if (rule === "known") return { kind: rule, uids: [...fleet.everybody()].map(({ uid }) => uid) };
  if (rule !== "attribute") return undefined;
  return key.trim() === "" ? "An attribute needs a name." : { kind: rule, key: key.trim(), value: value.trim() };
}
