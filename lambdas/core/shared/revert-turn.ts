import { ServiceBusyError } from './errors';

/** Says that another revert of the same execution may write now. The state machine tries again. */
export function revertTurnTaken(
  route: string,
  { by, until }: { readonly by: string; readonly until: string },
): ServiceBusyError {
  return new ServiceBusyError(`${by} reverts ${route} as well, and may write until ${until}; waiting for it`);
}
