const PREFIX = 'commands#';

/**
 * The partition of the ledger that has the commands to the cutovers of a route. It is not the partition of
 * the route itself, because IAM distinguishes partitions, and not the items within one: what sends commands
 * must not be able to write the lock, and what holds the lock must not be able to write commands.
 * @param route the `routeKey` of a route
 */
export function commandPartition(route: string): string {
  return `${PREFIX}${route}`;
}

/** The route of a partition of commands; null for any other partition. */
export function routeOfCommands(partition: string): string | null {
  return partition.startsWith(PREFIX) ? partition.slice(PREFIX.length) : null;
}
