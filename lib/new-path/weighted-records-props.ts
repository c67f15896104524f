import type { Duration } from 'aws-cdk-lib';
import type { IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import type { PropNames } from '../shared/known-props';
import type { RouteRecordType } from '../workflow/routers/routes';

/** The target of a path: one alias for all record types, or a target for each type. */
export type PathTarget = RecordTarget | Readonly<Partial<Record<RouteRecordType, RecordTarget>>>;

/** The records of one name, and where each path is. */
export interface WeightedRecordsProps {
  /** Its name may be a token; then nobody checks that the record is in it. */
  readonly zone: IHostedZone;
  /**
   * The full name, such as `api.example.com`; the name of the zone is allowed too. It must be known at synth:
   * permissions have it in the spelling of Route 53's condition keys.
   */
  readonly recordName: string;
  /**
   * The record types of the name. They shift together.
   * @default ['A']
   */
  readonly recordTypes?: readonly RouteRecordType[];
  /**
   * The target of the old path. An alias must not evaluate the health of its target: while the target is
   * unhealthy, Route 53 would answer with the new record although its weight is 0. `'elsewhere'`: the old
   * records are weighted already, in another stack or made by hand, and only the new ones are created here.
   * @default - the old path has been removed, after the cutover
   */
  readonly old?: PathTarget | 'elsewhere';
  /**
   * The target of the new path.
   * @default - the new path does not exist yet. Adding it later only adds records
   */
  readonly new?: PathTarget;
  /**
   * The path that has all the weight in the template: `old` before the cutover, `new` after it. There is
   * nothing in between, because only a cutover sets the weights in between.
   * @default 'old'
   */
  readonly serving?: 'old' | 'new';
  /**
   * The set identifier of old records, as in the plan.
   * @default 'old'
   */
  readonly oldSetIdentifier?: string;
  /**
   * The set identifier of new records, as in the plan.
   * @default 'new'
   */
  readonly newSetIdentifier?: string;
  /**
   * The TTL of records with values. An alias has the TTL of its target.
   * @default - 30 s
   */
  readonly ttl?: Duration;
  /**
   * The health check of new records, from `NewPathHealthCheck`. With it, Route 53 stops answering with the
   * new path while the alarm is in ALARM.
   * @default - none
   */
  readonly newHealthCheckId?: string;
}

export const weightedRecordsNames: PropNames<WeightedRecordsProps> = {
  zone: 'required',
  recordName: 'required',
  recordTypes: 'optional',
  old: 'optional',
  new: 'optional',
  serving: 'optional',
  oldSetIdentifier: 'optional',
  newSetIdentifier: 'optional',
  ttl: 'optional',
  newHealthCheckId: 'optional',
};
