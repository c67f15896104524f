/** `health.compare.unknownLimitSeconds` by default: a day. */
export const DEFAULT_UNKNOWN_LIMIT_SECONDS = 86_400;
