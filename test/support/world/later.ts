/** A time at which no lease of a test is running any more. */
export const LATER = '2026-12-01T00:00:00.000Z';
