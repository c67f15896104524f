/** The longest reason, in characters. Fifty reasons of this length fit into the payload of an execution. */
export const CHECK_REASON_LENGTH = 300;
