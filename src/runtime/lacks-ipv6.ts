/** Whether the refusal to listen on `::` with this `code` means that the system has no IPv6. */
export function lacksIpv6(code: string | undefined): boolean {
  return code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL";
}
