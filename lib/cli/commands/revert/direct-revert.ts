import {
  type DirectChange,
  type DirectReading,
  type PathWeights,
  planDirect,
  standsAt,
  type WeightPair,
} from '../../../../lambdas/core/routers/direct-weights';
import { pathNames, routeKey, routeName } from '../../../../lambdas/core/routers/route';
import { RouteBrokenError, RouteChangedError } from '../../../../lambdas/core/shared/errors';
import type { DirectWrite } from '../../../../lambdas/ports';
import { awaitPropagation } from './await-propagation';
import type { DirectRevertOrder, DirectRevertPorts } from './ports';
import { readWeightsOf, writeWeights } from './write-weights';

/** How `cutover revert --direct` ended. The document of `--json` has the same fields. */
export interface DirectRevert {
  readonly route: string;
  /**
   * `succeeded`: the weights stand and have propagated · `accepted`: written, and not waited for ·
   * `unchanged`: they stood already · `dry-run` · `rejected`: nothing was written · `incomplete`: written,
   * and something of the route is not as asked · `timed-out` and `unverified`: written, and not known to have
   * propagated
   */
  readonly outcome: keyof typeof OUTCOME_EXIT;
  readonly reason: string;
  readonly oldPath: string;
  readonly newPath: string;
  readonly weights: PathWeights;
  /** What stood before, by record type or forward action. */
  readonly before: readonly WeightPair[];
  readonly leftAlone: readonly string[];
  readonly notices: readonly string[];
  /** The router's id of the change; null when nothing was written. */
  readonly changeId: string | null;
  /** Seconds for which clients may use an old answer once the change has propagated. */
  readonly ttlSeconds: number;
}

/** The exit code of each outcome; `terminal.ts` says what they mean. */
export const OUTCOME_EXIT = {
  succeeded: 'succeeded',
  accepted: 'succeeded',
  unchanged: 'succeeded',
  'dry-run': 'succeeded',
  rejected: 'rejected',
  incomplete: 'revert-failed',
  'timed-out': 'timed-out',
  unverified: 'unavailable',
} as const;

type End = Pick<DirectRevert, 'outcome' | 'reason'> & { readonly changeId?: string };

/**
 * Sets the weights of a route, without the workflow.
 * @throws AwsError when AWS could not be reached or refused a call, and nothing is known to be written
 */
export async function directRevert(
  ports: DirectRevertPorts,
  order: DirectRevertOrder,
): Promise<DirectRevert> {
  const { router, weights } = order;
  const { old: oldPath, new: newPath } = pathNames(router);
  const common = { route: routeKey(router), oldPath, newPath, weights };
  const reading = await readWeightsOf(ports, router);
  if (reading instanceof RouteBrokenError) {
    const nothing = { before: [], leftAlone: [], notices: [], changeId: null, ttlSeconds: 0 };
    return { ...common, outcome: 'rejected', reason: reading.message, ...nothing };
  }
  const change = planDirect(pathNames(router), reading.standing);
  report(ports, change, weights);
  const { changeId = null, ...end } = await carryOut(ports, order, reading, change);
  const { pairs: before, leftAlone, notices } = change;
  return { ...common, ...end, before, leftAlone, notices, changeId, ttlSeconds: reading.ttlSeconds };
}

function report({ progress }: DirectRevertPorts, change: DirectChange, weights: PathWeights): void {
  for (const { group, before } of change.pairs) {
    const stands = `old ${before.old ?? 'invalid'}, new ${before.new ?? 'invalid'}`;
    progress(`${group}: stands at ${stands}; to be old ${weights.old}, new ${weights.new}`);
  }
  for (const line of [...change.leftAlone, ...change.notices]) {
    progress(line);
  }
}

async function carryOut(
  ports: DirectRevertPorts,
  order: DirectRevertOrder,
  reading: DirectReading,
  change: DirectChange,
): Promise<End> {
  const { router, weights } = order;
  const asked = `${weights.old}/${weights.new}`;
  if (change.pairs.length === 0) {
    const found = [...change.leftAlone, ...change.notices].join('; ');
    const why = found === '' ? 'there is nothing that has a weight' : found;
    return { outcome: 'rejected', reason: `${routeName(router)}: ${why}; nothing was written` };
  }
  if (standsAt(change, weights)) {
    return whole(change, {
      outcome: 'unchanged',
      reason: `it stood at ${asked} already; nothing was written, and nothing was waited for`,
    });
  }
  if (order.dryRun) {
    return { outcome: 'dry-run', reason: `${asked} would be written; nothing was written` };
  }
  const written = await writeWeights(ports, order, reading);
  if (written instanceof RouteChangedError) {
    return { outcome: 'rejected', reason: `${written.message}; run the command again` };
  }
  if (written instanceof RouteBrokenError) {
    return { outcome: 'rejected', reason: written.message };
  }
  ports.progress(`accepted: ${asked} (change ${written.id})`);
  const accepted = withoutRefused(change, written);
  return { ...whole(accepted, await followed(ports, order, written)), changeId: written.id };
}

/** What becomes of an accepted change. */
async function followed(
  ports: DirectRevertPorts,
  { router, weights, waitSeconds }: DirectRevertOrder,
  written: DirectWrite,
): Promise<End> {
  const asked = `${weights.old}/${weights.new}`;
  if (waitSeconds === null) {
    return { outcome: 'accepted', reason: `${asked} was accepted; its propagation was not waited for` };
  }
  const wait = await awaitPropagation(ports, written, waitSeconds);
  if (wait.outcome !== 'propagated') {
    return { outcome: wait.outcome, reason: `${asked} was accepted, but ${wait.reason}` };
  }
  // A running cutover, or someone else, may have written since; a load balancer does not refuse a late write.
  const now = await readWeightsOf(ports, router);
  const stands =
    !(now instanceof RouteBrokenError) &&
    standsAt(withoutRefused(planDirect(pathNames(router), now.standing), written), weights);
  return stands
    ? { outcome: 'succeeded', reason: `${asked} has propagated` }
    : {
        outcome: 'incomplete',
        reason: `${asked} was written, and someone else has changed it since; run the command again`,
      };
}

/** The change without the groups that the service has refused, which are left alone. */
function withoutRefused(change: DirectChange, { refused }: DirectWrite): DirectChange {
  const isRefused = ({ group }: WeightPair) => refused.some((one) => one.group === group);
  return {
    ...change,
    pairs: change.pairs.filter((pair) => !isRefused(pair)),
    leftAlone: [...change.leftAlone, ...refused.map(({ group, reason }) => `${group}: ${reason}`)],
  };
}

/** The same end, unless something of the route was left alone although all else went well. */
function whole({ leftAlone }: DirectChange, end: End): End {
  return leftAlone.length === 0 || OUTCOME_EXIT[end.outcome] !== 'succeeded'
    ? end
    : { ...end, outcome: 'incomplete', reason: `${end.reason}; but ${leftAlone.join('; ')}` };
}
