/** What the partition keys of commands begin with. */
const PREFIX = 'commands#';

/**
 * The partition of the ledger that has the commands to the cutovers of a route. It is not the partition of
 * the route itself, so that the function that takes commands needs no right to write locks or decisions.
 */
export function commandPartition(route: string): string {
  return `${PREFIX}${route}`;
}
