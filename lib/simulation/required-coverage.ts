/** States and branches that take more than a thousand runs to draw. Golden rehearsals visit each of them. */
export const UNREACHED: ReadonlySet<string> = new Set<string>([]);

/** What every thousand runs must have drawn, beside the states and branches of both machines. */
export const REQUIRED: readonly string[] = [];
