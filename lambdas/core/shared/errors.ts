/**
 * The few errors that the state machines know by name. An expected outcome is a value; these are for the
 * rest. `name` is fixed, because `ErrorEquals` in the ASL matches it: a test holds the two together.
 */
abstract class CutoverError extends Error {
  abstract override readonly name: string;
}

/**
 * The service was throttled, busy or out of reach. After a broken connection the work may have been done all the same: what is tried
 * again must be idempotent.
 */
export class ServiceBusyError extends CutoverError {
  override readonly name = 'ServiceBusyError';
}

/** The route is no longer as it was read: somebody else changed it. Nothing was written. */
export class RouteChangedError extends CutoverError {
  override readonly name = 'RouteChangedError';
}

/** The route cannot carry a percent: a record is missing, not weighted, or the weights sum to zero. */
export class RouteBrokenError extends CutoverError {
  override readonly name = 'RouteBrokenError';
}

/** The ledger refused a write: the lock of this route is no longer held under this fencing token. */
export class FencedError extends CutoverError {
  override readonly name = 'FencedError';
}

/** The old path cannot serve and the new one can, so the traffic was left where it is. A person is needed. */
export class OldPathUnhealthyError extends CutoverError {
  override readonly name = 'OldPathUnhealthyError';
}

/** CodeDeploy has another deployment under way in the group, and takes one at a time. Nothing was deployed. */
export class DeploymentRefusedError extends CutoverError {
  override readonly name = 'DeploymentRefusedError';
}
