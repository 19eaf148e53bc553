import type { ServerStatus } from "../control/snapshot.ts";
import { openRequest } from "./certificate-state.ts";
import type { State } from "./state.ts";
import { timeText } from "./time-text.ts";

/** The client certificate and the request for the next one, for those who look; never a key. */
export function certificateStatus({
  certificate,
  settings,
}: Pick<State, "certificate" | "settings">): Pick<ServerStatus, "certificate" | "certificateRequest"> {
  const { held, requesting } = certificate;
  const madeAt = openRequest(certificate)?.madeAt;
  return {
    ...(held && {
      certificate: {
        subject: held.subject,
        notAfter: timeText(held.validTo),
        ...(settings.certificateRequest && { renewAt: timeText(held.renewAt) }),
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
