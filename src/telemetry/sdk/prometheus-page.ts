import type { PullConfig } from "../../config/telemetry-types.ts";
import { errorCode } from "../../runtime/error-code.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { HttpAnswer, Listener, RequestHead } from "../../runtime/listen-ports.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Cancel, Clock } from "../../runtime/ports.ts";
import type { Log } from "../log.ts";
import { PrometheusReader } from "./prometheus-reader.ts";

/** So long until an address that is taken is tried again, milliseconds. */
const retryMs = 30_000;

/** Requests have no body, and nothing speaks WebSocket here. */
const bounds = { maxMessageBytes: 1024, bodyTimeoutMs: 5_000 };
const noSockets = { open() {}, message() {}, text() {}, pong() {}, drained() {}, closed() {} };

export interface PageOptions {
  config: PullConfig;
  network: Pick<Network, "listen">;
  clock: Clock;
  log: Log;
}

/** A page with the metrics as they are when it is asked for. An address that cannot be had is tried again. */
export class PrometheusPage extends PrometheusReader {
  readonly #options: PageOptions;
  #listener: Listener | undefined;
  #retry: Cancel = () => {};
  #toldOf: string | undefined;
  #isClosed = false;

  constructor(options: PageOptions) {
    super(options.config);
    this.#options = options;
    void this.#open();
  }

  async #open(): Promise<void> {
    const { config, network, clock, log } = this.#options;
    const { host: hostname, port } = config;
    try {
      const request = (head: RequestHead) => this.#request(head);
      const listener = await network.listen<never>({ hostname, port, ...bounds, ...noSockets, request });
      if (this.#isClosed) return await listener.stop();
      this.#listener = listener;
      log.info("Own metrics are served", { address: `${hostname}:${port}`, path: "/metrics" });
    } catch (error) {
      const reason = errorCode(error) ?? errorMessage(error);
      if (reason !== this.#toldOf) {
        log.error("Own metrics cannot be served; it is tried again", { address: `${hostname}:${port}`, reason });
      }
      this.#toldOf = reason;
      if (!this.#isClosed) this.#retry = clock.schedule(retryMs, () => void this.#open());
    }
  }

  #request(head: RequestHead) {
    const { method, path } = head;
    if (path.split("?", 1)[0] !== "/metrics") return answer({ status: 404, body: "" });
    if (method !== "GET" && method !== "HEAD") {
      return answer({ status: 405, headers: { allow: "GET, HEAD" }, body: "" });
    }
    return { kind: "read", gzip: false, answer: () => this.answer(head) } as const;
  }

  protected override async onShutdown(): Promise<void> {
    this.#isClosed = true;
    this.#retry();
    await this.#listener?.stop();
  }
}

function answer(given: HttpAnswer) {
  return { kind: "answer", answer: given } as const;
}
