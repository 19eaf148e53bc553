import type { ApprovalRule } from "../certificates/approval-rule.ts";
import { type ApprovalSettings, lives } from "../certificates/approval-settings.ts";
import type { CertificatesView } from "../certificates/certificate-view.ts";
import { certificateList, requestList } from "./certificate-parts.ts";
import { changeForm, choice, textField } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { badge, card, missing, moment } from "./parts.ts";

export interface CertificatesPageOptions {
  view: CertificatesView;
  settings: ApprovalSettings;
}

/** Most certificates that are listed, the newest. */
const mostListed = 100;

/** The authority of this server: what it is asked for, what it has issued, and whom it trusts without a person. */
export function certificatesPage({ view, settings }: CertificatesPageOptions): Response {
  const body = html`<div class="heading"><h1>Certificates</h1></div>
    <div class="columns">
      <div>${requestsCard(view)} ${issuedCard(view)}</div>
      <div>${ruleCard(settings)} ${authorityCard(view)}</div>
    </div>`;
  return layout({ title: "Certificates", body });
}

function requestsCard({ requests }: CertificatesView): Html {
  return card({
    id: "requests",
    title: "Requests",
    aside: requests.length > 0 && badge("busy", `${requests.length} waiting`),
    body:
      requests.length > 0
        ? requestList(requests)
        : missing("No agent is waiting. A request appears here as soon as an agent makes one."),
  });
}

function issuedCard({ certificates }: CertificatesView): Html {
  return card({
    id: "issued",
    title: "Issued",
    body:
      certificates.length === 0
        ? missing("Nothing was issued yet.")
        : html`${certificateList(certificates.slice(0, mostListed))}
          ${certificates.length > mostListed && missing(`The newest ${mostListed} of ${certificates.length}.`)}`,
  });
}

const rules: readonly (readonly [ApprovalRule["kind"], string])[] = [
  ["nobody", "Nobody: a person decides each time"],
  ["renewals", "Agents that show a certificate in force"],
  ["known", "These, and the agents that are listed now"],
  ["attribute", "These, and agents with an attribute"],
  ["everybody", "Everybody"],
];

function ruleCard({ rule, lifeMs }: ApprovalSettings): Html {
  const attribute = rule.kind === "attribute" ? rule : { key: "", value: "" };
  return html`<section class="card" aria-labelledby="rule-title">
    <h2 id="rule-title">Automatic approval</h2>
    <p class="small" data-live id="rule-now">${ruleText(rule)}</p>
    ${changeForm({
      id: "rule-form",
      action: "/certificates/rule",
      body: html`${choice({
          id: "rule",
          name: "rule",
          label: "Approved without a person",
          value: rule.kind,
          options: rules,
          hint: "An agent whose last certificate was revoked always waits for a person.",
        })}
        <div class="only-attribute">
          ${textField({ id: "rule-key", name: "key", label: "Attribute", value: attribute.key, placeholder: "host.name", hint: "For the rule with an attribute." })}
          ${textField({ id: "rule-value", name: "value", label: "Its value", value: attribute.value })}
        </div>
        ${choice({
          id: "rule-life",
          name: "life",
          label: "New certificates are valid for",
          value: String(lifeMs),
          options: lives.map(({ ms, name }) => [String(ms), name] as const),
        })}
        <div class="actions"><button type="submit">Save the Rule</button></div>`,
    })}
  </section>`;
}

function ruleText(rule: ApprovalRule): Html {
  if (rule.kind === "nobody") return html`${badge("quiet", "off")} Every request waits for a person.`;
  if (rule.kind === "renewals") return html`${badge("busy", "on")} Renewals are approved.`;
  if (rule.kind === "known")
    return html`${badge("busy", "on")} Renewals and ${rule.uids.length} known agents are approved.`;
  if (rule.kind === "everybody") return html`${badge("busy", "on")} Every request is approved.`;
  return html`${badge("busy", "on")} Renewals and agents with <code>${rule.key}</code> <code>${rule.value}</code> are
    approved.`;
}

function authorityCard({ authority: { name, endsAt, cert } }: CertificatesView): Html {
  return html`<section class="card" aria-labelledby="authority-title">
    <h2 id="authority-title">Authority</h2>
    <p class="small"><bdi>${name}</bdi>, valid until ${moment(endsAt)}</p>
    <details id="authority-cert">
      <summary>Its certificate</summary>
      <pre class="code" tabindex="0" role="group" aria-label="Certificate of the authority">${cert}</pre>
    </details>
  </section>`;
}
