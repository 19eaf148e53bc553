/** A tool that a build needs is not on this machine and cannot be installed. */
export class NoToolError extends Error {}
