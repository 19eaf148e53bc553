import { servingOn } from "../run/collector-configurations.ts";
import { serving } from "../run/otlp.ts";
import type { Running } from "../run/stage.ts";

/** One thing that is done to a running supervisor; it resolves when all is well again. */
export interface Strain {
  name: string;
  /**
   * In which passes over the list it is done, counted from 0. Default: in all. Losses of the connection stand more than
   * 10 s apart, since the client waits longer and longer when connections do not last.
   */
  inPass?(pass: number): boolean;
  /** `serial` differs each time. */
  apply(running: Running, serial: number): Promise<void>;
}

/** In the order in which they are done, again and again. */
export const strains: readonly Strain[] = [
  {
    name: "another configuration",
    apply: ({ server, port }, serial) =>
      expectApplied(server, servingOn(port, { variant: 10 + (serial % 50) }), serial),
  },
  {
    name: "the same configuration under another hash",
    apply: ({ server, port }, serial) => expectApplied(server, servingOn(port, { variant: 9 + (serial % 50) }), serial),
  },
  {
    name: "a configuration that the Collector refuses",
    apply: ({ server, port }, serial) =>
      expectFailed(server, servingOn(port, { variant: serial, processors: { [`nosuch/${serial}`]: {} } }), serial),
  },
  {
    name: "no YAML",
    apply: ({ server }, serial) => expectFailed(server, `receivers: [${serial}`, serial),
  },
  {
    name: "a configuration of 256 KiB",
    apply: ({ server, port }, serial) => {
      const attributes = Array.from({ length: 512 }, (_, index) => ({
        key: `soak.${serial}.${index}`,
        value: "v".repeat(460),
        action: "upsert",
      }));
      return expectApplied(server, servingOn(port, { processors: { resource: { attributes } } }), serial);
    },
  },
  {
    name: "a burst of 20 configurations",
    async apply({ server, port }, serial) {
      for (let index = 0; index < 20; index++) {
        server.offer(servingOn(port, { variant: 100 + index }), `burst-${serial}-${index}`);
      }
      await server.applied(`burst-${serial}-19`);
    },
  },
  {
    name: "the Collector killed",
    async apply({ server, supervisor, port }) {
      await supervisor.killCollector();
      server.arrivals = [];
      await Promise.all([serving(port), server.healthy()]);
    },
  },
  {
    name: "the connection dropped",
    inPass: (pass) => pass % 12 === 5,
    async apply({ server }) {
      server.drop();
      await server.until(() => server.agent === undefined);
      await server.until(() => server.agent !== undefined);
    },
  },
  {
    name: "the server away for a second",
    inPass: (pass) => pass % 12 === 11,
    async apply({ server }) {
      await server.stop();
      await Bun.sleep(1_000);
      await server.open();
      await server.until(() => server.agent !== undefined);
    },
  },
];

async function expectApplied(server: Running["server"], text: string, serial: number): Promise<void> {
  server.offer(text, `soak-${serial}`);
  await server.applied(`soak-${serial}`);
}

async function expectFailed(server: Running["server"], text: string, serial: number): Promise<void> {
  server.offer(text, `soak-${serial}`);
  const { applied } = await server.verdict(`soak-${serial}`);
  if (applied) throw new Error("APPLIED, where the configuration is a bad one");
}
