import { type RouteFinding, stopFinding, warnFinding } from '../../preflight/finding';
import { aliasTargetOf } from './alias-chain';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/**
 * Health of a record overrules weights: while one record of the pair is unhealthy, Route 53 answers with the
 * other, even at weight 0. A health check was put there on purpose, and stops the cutover; evaluating a
 * target is what many tools set by default, and is a warning.
 * Source: Amazon Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is
 * configured".
 * @param pair the records of the route, old and new
 */
export function recordHealthFindings(router: Route53, pair: readonly RecordSet[]): RouteFinding[] {
  const { oldSetIdentifier, newSetIdentifier } = router;
  const ofPath = (id: string) => pair.filter(({ SetIdentifier }) => SetIdentifier === id);
  return [
    ...ofPath(oldSetIdentifier).flatMap((record) => healthFindings(record, OLD)),
    ...ofPath(newSetIdentifier).flatMap((record) => healthFindings(record, NEW)),
  ];
}

/** What health means for the record of one path. */
interface Side {
  readonly path: 'old' | 'new';
  /** The path of the record that is answered instead. */
  readonly other: 'old' | 'new';
  readonly check: 'old-record-health' | 'new-record-health';
  readonly remedy: string;
  readonly down?: string;
}

const OLD: Side = {
  ...{ path: 'old', other: 'new', check: 'old-record-health' },
  remedy: 'remove the health check from that record',
};

const NEW: Side = {
  ...{ path: 'new', other: 'old', check: 'new-record-health' },
  remedy:
    'if it watches an alarm of health.alarms, name that alarm in router.newHealthCheck.alarm, so that the' +
    ' cutover checks it and reverts with it; else remove the health check from that record',
  down: 'leave it: the clients that it takes off the new path go where this plan moves the others',
};

function healthFindings(record: RecordSet, { path, other, check, remedy, down }: Side): RouteFinding[] {
  const { Type, SetIdentifier, HealthCheckId } = record;
  const here = `${Type} "${SetIdentifier}", of the ${path} path,`;
  const effect = `while that is unhealthy, Route 53 answers with the ${other} record at any percent`;
  const found: RouteFinding[] = [];
  if (HealthCheckId !== undefined) {
    const finding = stopFinding(
      check,
      `${here} has the health check ${HealthCheckId}: ${effect}`,
      `${remedy}, or accept it with preflight.accept: [${check}]`,
    );
    found.push(down === undefined ? finding : { ...finding, remedyDown: down });
  }
  if (aliasTargetOf(record)?.EvaluateTargetHealth === true) {
    const reason = `${here} evaluates the health of its target: ${effect}`;
    found.push(warnFinding(check, reason, 'set EvaluateTargetHealth to false'));
  }
  return found;
}
