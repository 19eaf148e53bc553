import type { SettingsCode } from "../../supervisor/server/settings-status.ts";
import { type ErrorArea, explained, type Explanation } from "./explanation.ts";

const settings: Readonly<Record<SettingsCode, Explanation>> = {
  SETTINGS_REFUSED: explained(
    "A part of offered connection settings asks for what is not allowed here, or cannot be done.",
    "A capability that is off, TLS that would be weakened, a field that the Collector has nothing for.",
    "The text names the field: leave it out, or allow it in `supervisor.yaml`.",
  ),
  SETTINGS_UNREACHABLE: explained(
    "The offered connection does not lead to an answer of the server; the one before is used.",
    "A wrong address, a certificate or headers that the server does not accept, a firewall.",
    "The text has the last failure of the connection; correct the offer and send it again.",
  ),
};

export const connectionErrors: ErrorArea = {
  title: "Connections",
  where:
    "In the log (`No connection to the OpAMP server`), in `status` (`lastError`), and in the texts of failed connection settings and downloads. Other names that begin with `E`, `ERR_` or `WS_ERR_`, and those that OpenSSL has for certificates, are the system's own and come through as they are; the text says the same in words.",
  codes: {
    ...settings,
    HTTP: explained(
      "The server, or a proxy before it, refused the connection with an HTTP status.",
      "Wrong path (404), credentials that are not accepted (401, 403), an overloaded server (429, 503).",
      "The text names the status and what to check.",
    ),
    CLOSED: explained(
      "The connection broke off, or the server closed it.",
      "A restart of the server, a load balancer, the network.",
      "Nothing, where it comes back; else look at what is in between.",
    ),
    REDIRECT: explained(
      "The server leads to another address that is not followed.",
      "Another host, or a weaker scheme: credentials would go there.",
      "Set `server.endpoint` to the new address.",
    ),
    PROTOCOL: explained(
      "What came is no OpAMP.",
      "Another service at that address, a proxy that answers itself.",
      "Check the endpoint, usually `/v1/opamp`.",
    ),
    TOO_LARGE: explained(
      "An answer is larger than is taken.",
      "A server that sends everything at once.",
      "Send less in one message.",
    ),
    TIMEOUT: explained(
      "There was no connection, or no answer, in time.",
      "A firewall that drops packets, a server that hangs.",
      "Check the way there, and whether a proxy is needed.",
    ),
    NO_PONG: explained(
      "The server did not answer a ping.",
      "It hangs, or the network is gone.",
      "It is connected to anew by itself.",
    ),
    NOT_READ: explained(
      "The server has read nothing for a long time.",
      "It hangs.",
      "It is connected to anew by itself.",
    ),
    UNAVAILABLE: explained(
      "The server says that it has too much to do.",
      "Many agents at once.",
      "Nothing: it is tried again when it says.",
    ),
    INVALID: explained(
      "The address, or a header, of the connection is not valid.",
      "A typing error; a line end in a header value.",
      "Correct `server`.",
    ),
    FAILED: explained(
      "The connection could not be made, and the system has no name for why.",
      "Key material that does not fit; a proxy.",
      "The text has more.",
    ),
    PROXY: explained(
      "The proxy cannot be used or does not let the connection through.",
      "No http or https URL, credentials, its rules.",
      "Check `server.proxy_url` or the proxy variables, and the proxy.",
    ),
    TLS_FILE: explained(
      "A certificate, key or authority file cannot be used.",
      "It is missing, cannot be read, or key and certificate do not fit.",
      "The text names the file; it is read again for the next connection.",
    ),
    AUTH_FILE: explained(
      "What an authentication extension reads cannot be had.",
      "A token or password file that is missing or empty.",
      "The text names the file; it is read again for the next connection.",
    ),
    AUTH_TOKEN: explained(
      "The token endpoint gave no token.",
      "Wrong client id or secret, an endpoint that is down.",
      "The text has its answer; check the extension's settings.",
    ),
    SETTINGS: explained(
      "Offered connection settings cannot be used any more.",
      "Material that does not fit what the operator has set meanwhile.",
      "Have the server offer them again.",
    ),
    ROUTE: explained(
      "The way to the server cannot be found out.",
      "Something unexpected in the settings.",
      "The text has more; `opampsupervisor diagnose` helps with a bug report.",
    ),
    ECONNREFUSED: explained(
      "Nobody listens at the address.",
      "The server is down; a wrong port.",
      "Start it, or correct `server.endpoint`.",
    ),
    ECONNRESET: explained(
      "The peer broke the connection off.",
      "A crash, a firewall, TLS on one side alone.",
      "Check scheme and port, and what is in between.",
    ),
    ENOTFOUND: explained(
      "The name of the host has no address.",
      "A typing error, DNS that cannot be reached.",
      "Check the name with the resolver of this host.",
    ),
    CERT_HAS_EXPIRED: explained(
      "The server's certificate is over, as this host's clock says.",
      "It was not renewed; a wrong clock.",
      "Renew it, or set the clock.",
    ),
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: explained(
      "The server's certificate does not lead to a known authority.",
      "A private authority, a missing intermediate certificate.",
      "Name the authority in `server.tls.ca_file`.",
    ),
    ERR_TLS_CERT_ALTNAME_INVALID: explained(
      "The server's certificate is for another name.",
      "An address in place of the name.",
      "Use the name that the certificate has.",
    ),
  },
};
