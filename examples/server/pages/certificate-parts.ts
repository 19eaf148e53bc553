import type { CertificateView, RequestView } from "../certificates/certificate-view.ts";
import { changeButton, changeForm, textField } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { badge, moment, type Tone } from "./parts.ts";

const tones: Record<CertificateView["state"], Tone> = {
  offered: "busy",
  valid: "good",
  expired: "bad",
  replaced: "quiet",
  revoked: "bad",
  unused: "quiet",
};

/** Requests that wait for a person, oldest first. */
export function requestList(requests: readonly RequestView[]): Html {
  return html`<ul class="items">
    ${requests.map(
      ({ uid, name, keyName, keyPrint, askedAt, revoked }) =>
        html`<li id="request-${uid}">
          <p>
            <a href="/agents/${uid}"><bdi>${name}</bdi></a> asks for a certificate, ${moment(askedAt, "ago")}
            ${revoked && badge("bad", "Its last one was revoked")}
          </p>
          <p class="faint small">
            For <code>${uid}</code>, with a key ${keyName}, SHA-256 <code>${keyPrint.slice(0, 32)}…</code>
          </p>
          <div class="actions">
            ${changeButton({ id: `approve-${uid}`, action: `/agents/${uid}/certificate/approve`, text: "Approve", about: name })}
            <details id="deny-${uid}">
              <summary>Deny…<span class="visually-hidden"> ${name}</span></summary>
              ${changeForm({
                id: `deny-${uid}-form`,
                action: `/agents/${uid}/certificate/deny`,
                body: html`${textField({ id: `deny-${uid}-reason`, name: "reason", label: "Reason, which the agent is told", value: "" })}
                  <button type="submit" class="secondary">Deny</button>`,
              })}
            </details>
          </div>
        </li>`,
    )}
  </ul>`;
}

/** Issued certificates with what can be done with them. */
export function certificateList(certificates: readonly CertificateView[]): Html {
  return html`<ul class="items">
    ${certificates.map(
      ({ serial, uid, name, origin, state, endsSoon, issuedAt, ...ends }) =>
        html`<li id="certificate-${serial}">
          <p>
            <a href="/agents/${uid}/connections"><bdi>${name}</bdi></a>
            ${badge(tones[state], state)} ${endsSoon && badge("busy", "expires soon")}
          </p>
          <p class="faint small">
            Serial <code>${serial}</code>, ${origin === "pair" ? "key made here" : "key made by the agent"}, issued
            ${moment(issuedAt, "ago")}, ${end(state, ends)}
          </p>
          ${(state === "valid" || state === "offered") && actions(serial, name)}
        </li>`,
    )}
  </ul>`;
}

/** What matters of one that is no good any more is since when. */
function end(
  state: CertificateView["state"],
  { endsAt, decidedAt }: Pick<CertificateView, "endsAt" | "decidedAt">,
): Html {
  if (decidedAt !== null) return html`${endings[state]} ${moment(decidedAt, "ago")}`;
  return html`${state === "expired" ? "expired" : "valid until"} ${moment(endsAt)}`;
}

const endings: Partial<Record<CertificateView["state"], string>> = {
  replaced: "replaced by a newer one",
  revoked: "revoked",
  unused: "given up, as the agent did not take it,",
};

function actions(serial: string, name: string): Html {
  return html`<div class="actions">
    ${changeButton({ id: `renew-${serial}`, action: `/certificates/${serial}/renew`, text: "Renew", about: name, tone: "secondary" })}
    <details id="revoke-${serial}">
      <summary>Revoke…<span class="visually-hidden"> ${name}</span></summary>
      <p class="small">The agent is disconnected, and refused with any of its certificates.</p>
      ${changeButton({
        id: `revoke-${serial}-form`,
        action: `/certificates/${serial}/revoke`,
        text: "Revoke",
        tone: "danger",
        about: `the certificate of ${name}`,
      })}
    </details>
  </div>`;
}
