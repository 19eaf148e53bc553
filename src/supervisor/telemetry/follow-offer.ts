import type { Observation } from "../../telemetry/observation.ts";
import type { Taken } from "../mind/taken.ts";
import type { Followed, Tracking } from "./tracking.ts";

/** What a message of the server has asked for, and what was decided on a remote configuration that came with it. */
export function followOffer(tracking: Tracking, taken: Taken): Followed<Observation> {
  const { event, before, after, moment, until } = taken;
  const isChanged = after.desired !== before.desired || after.packages.offer !== before.packages.offer;
  const { message } = tracking;
  const observations: Observation[] = [];
  let { serial } = tracking;
  if (event.is === "RemoteConfigOffered") {
    const span = `offer:${serial}`;
    serial += 1;
    const outcome = decided(taken);
    observations.push(
      {
        begin: "processRemoteConfigMessage",
        span,
        at: moment.now,
        ...(message !== undefined && { parent: message }),
        attributes: { "remote_config.hash": event.remote.id },
      },
      {
        end: span,
        at: until,
        attributes: { outcome },
        ...(outcome === "refused" && { error: "remote configurations are not accepted" }),
      },
    );
  }
  if (!isChanged || message === undefined) return { tracking: { ...tracking, serial }, observations };
  observations.push({ event: "Config changed", span: message, at: until });
  return { tracking: { ...tracking, serial, offer: message }, observations };
}

function decided({ before, after }: Taken): "taken" | "unchanged" | "refused" {
  if (!before.settings.acceptsRemoteConfig) return "refused";
  return after.desired.remote !== before.desired.remote || after.pending !== before.pending ? "taken" : "unchanged";
}
