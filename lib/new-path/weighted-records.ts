import { Duration, Stack } from 'aws-cdk-lib';
import {
  type CfnRecordSet,
  HealthCheck,
  type IHostedZone,
  RecordSet,
  type RecordSetProps,
  RecordType,
} from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { weightsFor } from '../../lambdas/core/routers/route53/weighted-records';
import { namingProblems } from '../shared/known-props';
import { refuseProps, validProp } from '../shared/refuse-props';
import { nameOfZone } from '../shared/zone-name';
import { normalizeRecordNames } from '../workflow/routers/route53/record-names';
import type { RecordRoutes, RouteRecordType } from '../workflow/routers/routes';
import {
  createdTarget,
  targetOf,
  type WeightedSettings,
  weightedRecordProblems,
} from './weighted-record-problems';
import { type PathTarget, type WeightedRecordsProps, weightedRecordsNames } from './weighted-records-props';

export type { PathTarget, WeightedRecordsProps } from './weighted-records-props';

/** The default TTL, the value to which a cutover would lower a longer one. */
const DEFAULT_TTL = Duration.seconds(30);

/**
 * Weighted records of the old and the new path, with all the weight on one of them. A cutover moves the
 * weight.
 *
 * The template holds the weights before or after a cutover, not the current ones. CloudFormation compares
 * templates and never reads the records in Route 53, and it does not support drift detection for them. A
 * deployment that does not change a record leaves the weight that a cutover has set. A deployment that
 * changes anything about a record also sets the weight of the template, in a single unmonitored step.
 * Therefore no deployment may change these records while a cutover runs; `cutover diff` reports such a change
 * as Modify. After the cutover, deploy `serving: 'new'` before you remove anything.
 * @example
 * const records = new WeightedRecords(this, 'Records', {
 *   zone,
 *   recordName: 'api.example.com',
 *   old: RecordTarget.fromAlias(new LoadBalancerTarget(publicLoadBalancer)),
 *   new: newPath.targetFor('api.example.com'),
 * });
 * new CutoverStack(app, 'Cutover', { routes: [records.route] });
 */
export class WeightedRecords extends Construct {
  /** The route, for the props of the workflow that may shift it. */
  readonly route: RecordRoutes;

  /** @throws Error at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: WeightedRecordsProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, weightedRecordsNames));
    const settings: WeightedSettings = {
      ...{ serving: 'old', oldSetIdentifier: 'old', newSetIdentifier: 'new', recordTypes: ['A'] },
      ...props,
    };
    const { zone, recordName, recordTypes } = settings;
    const { hostedZoneId } = zone;
    const zoneName = validProp(this, 'zone', nameOfZone(zone));
    this.route = { hostedZoneId, zoneName, recordNames: [recordName], recordTypes };
    refuseProps(this, weightedRecordProblems(settings, zoneName));
    const [name = recordName] = normalizeRecordNames(this.route);
    for (const one of recordsOf(this, settings)) {
      for (const type of recordTypes) {
        addRecord(this, one, {
          zone,
          name,
          type,
          ...(settings.ttl === undefined ? {} : { ttl: settings.ttl }),
        });
      }
    }
  }
}

interface PathRecord {
  readonly path: 'old' | 'new';
  readonly target: PathTarget;
  readonly record: Pick<RecordSetProps, 'setIdentifier' | 'weight' | 'healthCheck'>;
}

/** The records of the paths that exist. */
function recordsOf(scope: Construct, settings: WeightedSettings): PathRecord[] {
  const weights = weightsFor(settings.serving === 'new' ? 100 : 0);
  const { oldSetIdentifier, newSetIdentifier, newHealthCheckId } = settings;
  const check =
    newHealthCheckId === undefined
      ? {}
      : { healthCheck: HealthCheck.fromHealthCheckId(scope, 'NewHealthCheck', newHealthCheckId) };
  return [
    {
      path: 'old' as const,
      target: createdTarget(settings, 'old'),
      record: { setIdentifier: oldSetIdentifier, weight: weights.old },
    },
    {
      path: 'new' as const,
      target: settings.new,
      record: { setIdentifier: newSetIdentifier, weight: weights.new, ...check },
    },
  ].flatMap(({ target, ...rest }) => (target === undefined ? [] : [{ ...rest, target }]));
}

const evaluatesHealth =
  "evaluates its target's health; set evaluateTargetHealth to false: while the target is unhealthy, Route " +
  '53 would answer with the new record although its weight is 0';

function addRecord(
  scope: Construct,
  { path, target: paths, record }: PathRecord,
  common: {
    readonly zone: IHostedZone;
    readonly name: string;
    readonly type: RouteRecordType;
    readonly ttl?: Duration;
  },
): void {
  const { zone, name, type, ttl = DEFAULT_TTL } = common;
  const target = targetOf(paths, type);
  if (target === undefined) {
    return;
  }
  const { node } = new RecordSet(scope, `${path === 'old' ? 'Old' : 'New'}${type}`, {
    zone,
    // With the trailing dot, CDK does not append the name of the zone.
    recordName: `${name}.`,
    recordType: RecordType[type],
    target,
    ...(target.aliasTarget === undefined ? { ttl } : {}),
    ...record,
  });
  const { aliasTarget } = node.defaultChild as CfnRecordSet;
  if (path === 'old' && Stack.of(scope).resolve(aliasTarget)?.evaluateTargetHealth === true) {
    refuseProps(scope, [{ path: 'old', message: evaluatesHealth }]);
  }
}
