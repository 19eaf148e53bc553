import { shownUrl } from "../../opamp/client/explain-loss.ts";
import { ConnectionSettingsStatuses } from "../../opamp/wire/messages.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import type { ConnectionSettings } from "../server/connection-state.ts";
import { type Observed, reasonOf, type Remark } from "./observed.ts";

/** What becomes of the connection to the server, of offered settings and of the client certificate. */
export function observeServer(observed: Observed): Remark[] {
  return [...connection(observed), ...settings(observed), ...certificate(observed)];
}

function connection({ before, event, after }: Observed): Remark[] {
  const remarks: Remark[] = [];
  if (after.serverReached !== undefined && before.serverReached === undefined)
    remarks.push({ event: "server-connected" });
  if (after.serverReached === undefined && before.serverReached !== undefined) {
    remarks.push({ event: "server-lost", ...(event.is === "ServerMissed" && { reason: event.reason }) });
  }
  if (after.connection.is === "trying" && before.connection.is !== "trying") {
    remarks.push({ event: "connection-trying", ...endpointOf(after.connection.candidate) });
  }
  if (after.connectionInForce !== before.connectionInForce) {
    const by = after.connectionInForce === undefined ? "operator" : "server";
    remarks.push({ event: "connection-changed", by, ...endpointOf(after.connectionInForce) });
  }
  if (event.is === "InstanceUidAssigned" && after.uid !== before.uid) {
    remarks.push({ event: "identity-assigned", name: formatUid(after.uid) });
  }
  return remarks;
}

function settings({ before, after }: Observed): Remark[] {
  const [old, now] = [before.settingsOffer, after.settingsOffer];
  if (now === undefined || now === old) return [];
  const hash = now.id === "" ? {} : { hash: now.id };
  const isNew = now.id !== old?.id || now.id === "";
  const remarks: Remark[] = isNew ? [{ event: "settings-offered", ...hash }] : [];
  const { status, error } = now.status;
  if (!isNew && status === old?.status.status && error === old.status.error) return remarks;
  const { ConnectionSettingsStatuses_APPLIED: applied, ConnectionSettingsStatuses_FAILED: failed } =
    ConnectionSettingsStatuses;
  if (status === applied) remarks.push({ event: "settings-applied", ...hash });
  if (status === failed) remarks.push({ event: "settings-failed", ...hash, ...reasonOf(error) });
  return remarks;
}

function certificate({ before, after }: Observed): Remark[] {
  const [old, now] = [before.certificate, after.certificate];
  if (old === now) return [];
  const remarks: Remark[] = [];
  if (now.requesting.is === "pending" && old.requesting.is !== "pending")
    remarks.push({ event: "certificate-requested" });
  if (now.requesting.is === "waiting" && now.requesting !== old.requesting) {
    const until = new Date(now.requesting.nextTryAt).toISOString();
    remarks.push({ event: "certificate-refused", reason: now.requesting.reason, until });
  }
  if (now.held !== undefined && now.held.cert !== old.held?.cert) {
    remarks.push({
      event: "certificate-in-force",
      name: now.held.subject,
      until: new Date(now.held.validTo).toISOString(),
    });
  }
  return remarks;
}

function endpointOf(offered: ConnectionSettings | undefined): Pick<Remark, "endpoint"> {
  return offered?.destinationEndpoint ? { endpoint: shownUrl(offered.destinationEndpoint) } : {};
}
