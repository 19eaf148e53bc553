import type { AvailableComponents } from "../wire/messages.ts";
import { lacksComponents } from "./agent-state.ts";

/** Shorter hashes are no good reason to take the components of two agents for equal, bytes. */
const shortestHash = 16;

/** Most maps that are kept. */
const maxMaps = 256;

/** The hash under which a map may be shared; `undefined` where there is none that is long enough. */
export function sharedHash({ hash }: AvailableComponents): Uint8Array | undefined {
  return hash && hash.length >= shortestHash ? hash : undefined;
}

/**
 * Maps of available components by their hash. Thousands of agents of one build share a map of a hundred kilobytes, and
 * only the first one is asked for it (§ Initial Handshake).
 */
export class ComponentCache {
  readonly #maps = new Map<string, AvailableComponents>();

  /** `components` with the map that belongs to its hash, where one is known. */
  share(components: AvailableComponents): AvailableComponents {
    const hash = sharedHash(components);
    if (!hash) return components;
    const key = hash.toHex();
    const known = this.#maps.get(key);
    if (known) {
      this.#keep(key, known);
      return known;
    }
    if (!lacksComponents(components)) this.#keep(key, components);
    return components;
  }

  /** The map that was used longest ago goes first. */
  #keep(key: string, components: AvailableComponents): void {
    this.#maps.delete(key);
    this.#maps.set(key, components);
    const [oldest] = this.#maps.keys();
    if (this.#maps.size > maxMaps && oldest !== undefined) this.#maps.delete(oldest);
  }
}
