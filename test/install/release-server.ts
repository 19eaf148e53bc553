import { createHash, type KeyObject, sign } from "node:crypto";

import { gzipped, tarArchive, type TarSpec } from "../support/archives.ts";
import { type FileRequest, FileServer } from "../support/file-server.ts";

/** What a release consists of, for one system. */
export interface ReleaseSpec {
  version: string;
  /** As at the end of an asset's name. Default: that of the machine the tests are written for, `linux_amd64`. */
  system?: string;
  /** The archive's files. */
  files: readonly TarSpec[];
  /** Signs the checksums. Default: none does. */
  key?: KeyObject;
}

export interface Fault {
  /** The end of the paths that it befalls. */
  of: string;
  kind: "missing" | "other bytes" | "breaks off" | "busy";
  /** How often, from the first request on. Default: always. */
  times?: number;
}

/** A server of releases on loopback, laid out as a forge does it, that can be told to lie. It stops with its test. */
export class ReleaseServer {
  readonly #files = new Map<string, Uint8Array>();
  readonly #server: FileServer;
  faults: Fault[] = [];

  private constructor(server: FileServer) {
    this.#server = server;
  }

  static async start(): Promise<ReleaseServer> {
    const files = await FileServer.start((request) => releases.#answer(request));
    const releases = new ReleaseServer(files);
    return releases;
  }

  get url(): string {
    return `${this.#server.origin}/releases`;
  }

  /** Paths that were asked for, oldest first. */
  get asked(): string[] {
    return this.#server.heads.map(({ target }) => target);
  }

  add(path: string, content: Uint8Array | string): void {
    this.#files.set(`/releases/${path}`, Buffer.from(content));
  }

  /** Publishes a release; the last one is the newest. */
  async publish({ version, system = "linux_amd64", files, key }: ReleaseSpec): Promise<void> {
    const archive = gzipped(await tarArchive(files));
    const name = `opampsupervisor_${version}_${system}.tar.gz`;
    const checksums = checksumsOf({ another: Buffer.of(), [name]: archive });
    const folder = `download/v${version}`;
    this.add(`${folder}/${name}`, archive);
    this.add(`${folder}/opampsupervisor_${version}_checksums.txt`, checksums);
    if (key !== undefined)
      this.add(`${folder}/opampsupervisor_${version}_checksums.txt.sigstore.json`, bundleOf(checksums, key));
    this.add("latest/download/opampsupervisor_version.txt", `${version}\n`);
  }

  #answer({ target, answer }: FileRequest): void {
    const content = this.#files.get(target);
    const fault = this.faults.find(({ of, times = 1 }) => target.endsWith(of) && times > 0);
    if (fault?.times !== undefined) fault.times -= 1;
    if (content === undefined || fault?.kind === "missing") return answer.send({ status: "404 Not Found" });
    if (fault?.kind === "busy") return answer.send({ status: "503 Service Unavailable" });
    if (fault?.kind === "breaks off") return answer.send({ body: content, cutAt: content.length / 2 });
    const lie = fault?.kind === "other bytes";
    answer.send({ body: lie ? content.map((byte, index) => (index === 20 ? byte ^ 1 : byte)) : content });
  }
}

/** What `sha256sum` prints. */
export function checksumsOf(files: Readonly<Record<string, Uint8Array>>): string {
  const lines = Object.entries(files).map(
    ([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`,
  );
  return lines.join("");
}

/** The bundle that cosign writes for a key of one's own. */
function bundleOf(content: string, key: KeyObject): string {
  const messageSignature = {
    messageDigest: { algorithm: "SHA2_256", digest: createHash("sha256").update(content).digest("base64") },
    signature: sign("sha256", Buffer.from(content), key).toString("base64"),
  };
  const mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
  return JSON.stringify({ mediaType, verificationMaterial: { publicKey: { hint: "" } }, messageSignature }, null, 2);
}
