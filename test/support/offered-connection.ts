import type { OfferVerdict } from "../../src/connection/offered-settings.ts";
import type { ProbeOutcome } from "../../src/supervisor/mind/events.ts";
import { type DriverOptions, type MindDriver, withARunning } from "./mind-driver.ts";
import { settingsOffer } from "./settings-offers.ts";

/** Offered settings of the connection, what they come to, and the offer with the hash `n`. */
export const newSettings = { destinationEndpoint: "wss://new", heartbeatIntervalSeconds: 0 };
export const asked: OfferVerdict = { is: "asked", settings: newSettings, notes: [] };
export const newOffer = settingsOffer("n", { opamp: asked });

const reached: ProbeOutcome = { reached: true };

/** What is done with the connection and its records, in order. */
export function deeds(driver: MindDriver): string[] {
  return driver.effects.flatMap((effect) => {
    if (effect.do === "UseConnection") return [`use ${effect.use} ${effect.settings?.destinationEndpoint ?? "own"}`];
    if (effect.do === "SaveConnectionCandidate") return [effect.settings ? "keep candidate" : "forget candidate"];
    if (effect.do === "SaveConnection") return [effect.settings ? "keep accepted" : "forget accepted"];
    if (effect.do === "SaveSettingsStatus") return [`status ${effect.status.status}`];
    return ["ProbeServer", "AbandonProbe"].includes(effect.do) ? [effect.do] : [];
  });
}

/** Answers the last look at a server. */
export function probed(driver: MindDriver, outcome: ProbeOutcome = reached): MindDriver {
  const ticket = driver.effectsThat("ProbeServer").at(-1)?.ticket ?? -1;
  return driver.post({ is: "ServerProbed", ticket, outcome });
}

/** The offered settings are being tried. */
export function trying(options?: DriverOptions): MindDriver {
  return probed(withARunning(options).offersSettings(newOffer));
}

/** The server of these settings speaks. Default: of those in use. */
export function answers(driver: MindDriver, use: number = driver.state.connectionUse): MindDriver {
  return driver.post({ is: "ServerAnswered", use });
}

/** The connection with these settings is lost, or cannot be made. Default: with those in use. */
export function misses(driver: MindDriver, use: number = driver.state.connectionUse): MindDriver {
  return driver.post({ is: "ServerMissed", use, reason: "nobody is there" });
}
