/**
 * Exit codes by which a supervisor on trial tells the one that watches it what became of it: it has proved itself, or has said itself
 * why it could not. Every later version has to know them.
 */
export const trialCodes = { proved: 86, disproved: 87 } as const;
