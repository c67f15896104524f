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
import { normalizeRecordNames } from '../workflow/routers/route53/record-names';
import type { RecordRoutes, RouteRecordType } from '../workflow/routers/routes';
import { targetOf, type WeightedSettings, weightedRecordProblems } from './weighted-record-problems';
import type { PathTarget, WeightedRecordsProps } from './weighted-records-props';

export type { PathTarget, WeightedRecordsProps } from './weighted-records-props';

/** How long resolvers may hold on to values: what a cutover would lower a longer one to. */
const TTL = Duration.seconds(30);

/**
 * Weighted records, all the weight on one path, for a cutover to move.
 *
 * The weights of the template are those of the last deployment, not those of now. CloudFormation compares templates, never Route 53's
 * records, and it detects no drift in them: a deployment that changes nothing about a record leaves the cutover's weights alone; one
 * that changes anything about it sets the template's weight with it, in one jump that nobody watches. So no deployment may change
 * these records while a cutover runs (`cutover diff` tells it as Modify); after it, `serving: 'new'` is deployed before anything is removed.
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
  /** What a workflow must be allowed to shift. */
  readonly route: RecordRoutes;

  /** @throws Error that lists everything that is not right */
  constructor(scope: Construct, id: string, props: WeightedRecordsProps) {
    super(scope, id);
    const settings: WeightedSettings = {
      ...{ serving: 'old', oldSetIdentifier: 'old', newSetIdentifier: 'new', recordTypes: ['A'] },
      ...props,
    };
    const { zone, recordName, recordTypes } = settings;
    const { hostedZoneId, zoneName } = zone;
    this.route = { hostedZoneId, zoneName, recordNames: [recordName], recordTypes };
    const problems = weightedRecordProblems(settings);
    if (problems.length > 0) {
      throw new Error(`${this.node.path} is not right:\n${problems.join('\n')}`);
    }
    const [name = recordName] = normalizeRecordNames(this.route);
    for (const side of sidesOf(this, settings)) {
      for (const type of recordTypes) {
        addRecord(this, side, {
          zone,
          name,
          type,
          ...(settings.ttl === undefined ? {} : { ttl: settings.ttl }),
        });
      }
    }
  }
}

interface Side {
  readonly path: 'old' | 'new';
  readonly target: PathTarget;
  readonly record: Pick<RecordSetProps, 'setIdentifier' | 'weight' | 'healthCheck'>;
}

/** The paths that are there, with what only one of them has. */
function sidesOf(scope: Construct, settings: WeightedSettings): Side[] {
  const weights = weightsFor(settings.serving === 'new' ? 100 : 0);
  const { oldSetIdentifier, newSetIdentifier, newHealthCheckId } = settings;
  const check =
    newHealthCheckId === undefined
      ? {}
      : { healthCheck: HealthCheck.fromHealthCheckId(scope, 'NewHealthCheck', newHealthCheckId) };
  return [
    {
      path: 'old' as const,
      target: settings.old,
      record: { setIdentifier: oldSetIdentifier, weight: weights.old },
    },
    {
      path: 'new' as const,
      target: settings.new,
      record: { setIdentifier: newSetIdentifier, weight: weights.new, ...check },
    },
  ].flatMap(({ target, ...side }) => (target === undefined ? [] : [{ ...side, target }]));
}

function addRecord(
  scope: Construct,
  { path, target: paths, record }: Side,
  common: {
    readonly zone: IHostedZone;
    readonly name: string;
    readonly type: RouteRecordType;
    readonly ttl?: Duration;
  },
): void {
  const { zone, name, type, ttl = TTL } = common;
  const target = targetOf(paths, type);
  if (target === undefined) {
    return;
  }
  const { node } = new RecordSet(scope, `${path === 'old' ? 'Old' : 'New'}${type}`, {
    zone,
    // With the dot, CDK takes the name as it is.
    recordName: `${name}.`,
    recordType: RecordType[type],
    target,
    ...(target.aliasTarget === undefined ? { ttl } : {}),
    ...record,
  });
  const { aliasTarget } = node.defaultChild as CfnRecordSet;
  if (path === 'old' && Stack.of(scope).resolve(aliasTarget)?.evaluateTargetHealth === true) {
    throw new Error(
      `${scope.node.path} is not right:\nold evaluates its target's health; while that is ill, Route 53 serves the new record although its weight is 0; set evaluateTargetHealth to false`,
    );
  }
}
