import type { Duration } from 'aws-cdk-lib';
import type { IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import type { RouteRecordType } from '../workflow/routers/routes';

/** Where a path is: one alias for every type, or a target for each. */
export type PathTarget = RecordTarget | Readonly<Partial<Record<RouteRecordType, RecordTarget>>>;

/** The old and the new record of a name. */
export interface WeightedRecordsProps {
  readonly zone: IHostedZone;
  /** The whole name, such as `api.example.com`, or the zone's own. */
  readonly recordName: string;
  /**
   * Types that shift together.
   * @default ['A']
   */
  readonly recordTypes?: readonly RouteRecordType[];
  /**
   * Where the old path is. An alias must not evaluate its target's health: while that is ill, Route 53 would serve the new record although
   * its weight is 0.
   * @default - it is gone, after the cutover
   */
  readonly old?: PathTarget;
  /**
   * Where the new path is.
   * @default - not there yet; added later, it is an addition
   */
  readonly new?: PathTarget;
  /**
   * Which path the template gives all the weight: what it was before the cutover, or what it is after it. Nothing in between, since
   * that is for a cutover to say.
   * @default 'old'
   */
  readonly serving?: 'old' | 'new';
  /**
   * As in the plan.
   * @default 'old'
   */
  readonly oldSetIdentifier?: string;
  /**
   * As in the plan.
   * @default 'new'
   */
  readonly newSetIdentifier?: string;
  /**
   * Of records with values; an alias has that of its target.
   * @default - 30 s
   */
  readonly ttl?: Duration;
  /**
   * On the new records alone, from `NewPathHealthCheck`: lets Route 53 leave the new path by itself.
   * @default - none
   */
  readonly newHealthCheckId?: string;
}
