import { describe, expect, test } from "bun:test";

import { makeCertificateRequest } from "../../../src/connection/make-certificate-request.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { ways } from "../../support/reach-server.ts";
import { SigningAuthority } from "../../support/signing-authority.ts";
import { tellingServer } from "../../support/telling-server.ts";

const authority = new TestAuthority();
const { cert: ca } = authority;
const root = await SigningAuthority.open("root");
const issuing = await SigningAuthority.open("issuing", root);

describe.each(["p256", "ed25519"] as const)(
  "a certificate for a key of %s, issued by way of another authority",
  (keyType) => {
    test.each(
      ways.flatMap(([way, connect]) => (["TLSv1.2", "TLSv1.3"] as const).map((tls) => [way, tls, connect] as const)),
    )("is accepted %s by a server of %s that trusts the root alone", async (_, maxVersion, connect) => {
      const { key, csr } = await makeCertificateRequest({ keyType, subject: [["CN", "agent-7"]], dnsNames: [] });
      const { port } = await tellingServer({ ...authority.server(), ca: root.root, requestCert: true, maxVersion });
      const outcome = await connect({ port }, { tls: { ca, cert: await issuing.sign(csr), key } });
      expect(outcome).toMatchObject({ seen: { version: maxVersion, client: "agent-7" } });
    });
  },
);
