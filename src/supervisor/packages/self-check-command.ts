/**
 * First argument with which a supervisor that was offered is asked by the one that runs, behind it the arguments that it is to run with.
 * It touches nothing: whether it takes the configuration and the storage directory as they are, and whether it gets to the server.
 * Every later version has to know it, and these exit codes; what it does not like stands on standard error.
 */
export const selfCheckCommand = "__check";

/** The stable code of a failure where it does not get to the server. */
export const unreachable = "NOT_CONNECTED";

export const selfCheckCodes = { fits: 0, refused: 2, unreachable: 3 } as const;
