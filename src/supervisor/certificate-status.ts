import type { ServerStatus } from "../control/snapshot.ts";
import { type CertificateState, openRequest, type OwnCertificate } from "./certificate-state.ts";
import type { State } from "./state.ts";
import { timeText } from "./time-text.ts";

/** The client certificate that servers are shown: the server's own, else the operator's. */
export function shownCertificate({ held, own }: CertificateState): OwnCertificate | undefined {
  return held ?? own;
}

/** The client certificate and the request for the next one, for those who look; never a key. */
export function certificateStatus({
  certificate,
  settings,
}: Pick<State, "certificate" | "settings">): Pick<ServerStatus, "certificate" | "certificateRequest"> {
  const { held, requesting } = certificate;
  const shown = shownCertificate(certificate);
  const madeAt = openRequest(certificate)?.madeAt;
  return {
    ...(shown && {
      certificate: {
        subject: shown.subject,
        notAfter: timeText(shown.validTo),
        ...(held && settings.certificateRequest && { renewAt: timeText(held.renewAt) }),
      },
    }),
    ...(requesting.is !== "idle" && {
      certificateRequest: {
        state: requesting.is,
        ...(madeAt !== undefined && { since: timeText(madeAt) }),
        ...(requesting.is === "waiting" && { reason: requesting.reason, nextTryAt: timeText(requesting.nextTryAt) }),
      },
    }),
  };
}
