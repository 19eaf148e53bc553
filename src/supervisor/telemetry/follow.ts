import type { Observation } from "../../telemetry/observation.ts";
import type { Taken } from "../mind/taken.ts";
import { followApply, followProbation } from "./follow-apply.ts";
import { followCollector, followReport } from "./follow-collector.ts";
import { followOffer } from "./follow-offer.ts";
import type { Followed, Tracking } from "./tracking.ts";

/** Followers, in the order in which they look at a step: an offer is known before what it brings about. */
const followers = [followOffer, followReport, followCollector, followApply, followProbation] as const;

/** What one step of the mind means for metrics and traces. Pure: the mind itself knows nothing of them. */
export function follow(tracking: Tracking, taken: Taken): Followed<Observation> {
  let followed: Followed<Observation> = { tracking, observations: [] };
  for (const next of followers) {
    const { tracking: after, observations } = next(followed.tracking, taken);
    followed = { tracking: after, observations: [...followed.observations, ...observations] };
  }
  return followed;
}
