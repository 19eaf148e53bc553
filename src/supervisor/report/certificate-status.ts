import { nearEndFrom } from "../../connection/validity.ts";
import type { CertificateStatus, ServerStatus } from "../../control/snapshot.ts";
import type { State } from "../mind/state.ts";
import {
  type CertificateState,
  openRequest,
  type OtherCertificate,
  type OwnCertificate,
} from "../server/certificate-state.ts";
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

/** The same of one that is shown to others. */
export function otherStatus({ section, subject, validTo }: OtherCertificate): CertificateStatus {
  return { section, subject, notAfter: timeText(validTo) };
}

/**
 * Which certificate is over, or ends first of those that are near their end, and how many more there are; empty where none is. One that the
 * supervisor has renewed by itself is named once it is over.
 */
export function endingText(
  { certificate, otherCertificates, settings }: Pick<State, "certificate" | "otherCertificates" | "settings">,
  now: number,
): string {
  const client = shownCertificate(certificate);
  const isRenewed = certificate.held !== undefined && settings.certificateRequest !== undefined;
  const all = [
    ...(client
      ? [{ what: "the client certificate", ...client, told: isRenewed ? client.validTo : nearEndFrom(client) }]
      : []),
    ...otherCertificates.map((other) => ({
      what: `the certificate of ${other.section}`,
      ...other,
      told: nearEndFrom(other),
    })),
  ];
  const [first, ...more] = all.filter(({ told }) => now > told).toSorted((a, b) => a.validTo - b.validTo);
  if (first === undefined) return "";
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return `${first.what} ${first.validTo <= now ? "ended" : "ends"} ${timeText(first.validTo)}${others}`;
}
