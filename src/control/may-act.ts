import type { LocalConnection, LocalListener, LocalSockets } from "../runtime/local-ports.ts";

export interface Standing {
  peer: Pick<LocalConnection, "peerUid">;
  own: Pick<LocalSockets, "ownUid">;
  listener: Pick<LocalListener, "ownerOnly">;
}

const root = 0;

/**
 * Whether a peer may give orders: the supervisor's own user and root may. Everybody who can connect may look, which is
 * the file's mode to decide. Where the system does not tell who the peer is, nobody else must be able to connect.
 */
export function mayAct({ peer, own, listener }: Standing): boolean {
  const { peerUid } = peer;
  if (peerUid === undefined) return listener.ownerOnly;
  return peerUid === root || peerUid === own.ownUid;
}
