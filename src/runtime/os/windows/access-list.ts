/**
 * Who may do what, in the security descriptor definition language. The system (SY), administrators (BA) and the account of this
 * process may do everything (FA), nobody else anything; nothing is inherited from above (P).
 */
function forOwners(own: string, inheritance: "OICI" | ""): string {
  // Ids of accounts, so that no name has to be known in the language of the system.
  return ["SY", "BA", own].map((account) => `(A;${inheritance};FA;;;${account})`).join("");
}

/** Of a directory: what is made in it inherits the same. @param own the security id of an account, `S-1-…` */
export function directoryList(own: string): string {
  return `D:P${forOwners(own, "OICI")}`;
}

/** Of one file. */
export function fileList(own: string): string {
  return `D:P${forOwners(own, "")}`;
}

/** Of a named pipe: also those of them that come over the network (NU) may do nothing. */
export function pipeList(own: string): string {
  return `D:P(D;;FA;;;NU)${forOwners(own, "")}`;
}
