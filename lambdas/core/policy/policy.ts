import * as v from 'valibot';
import { alarmReference } from '../plan/plan-fields';
import { httpMethod } from '../plan/smoke-test';
import type { OrLater } from '../routers/config-fields';
import { type NewTargets, newTargetsSchema } from '../routers/new-targets';
import { recordType } from '../routers/route53/schema';
import type { ProductionNameTest } from '../smoke-test/production-name';
import type { HttpMethod } from '../smoke-test/smoke-check-input';
import { arnPattern, flag, listOf, oneOf, seconds, text, textLike, wholeNumber } from '../validation/fields';

/** What every plan of a deployment is held to. A field that is left out restricts nothing. */
export interface Policy {
  /**
   * The address of a JSON Schema, for editors.
   * @default - none
   */
  readonly $schema?: string;
  /**
   * Where plans may move traffic. Once given, it is the whole list: any other new target is refused.
   * @default - anywhere
   */
  readonly newTargets?: NewTargets;
  /**
   * Alarms that every plan with `direction: up` must name in `health.alarms`, beside its own.
   * @default - none
   */
  readonly requiredAlarms?: readonly string[];
  /**
   * The largest raise from one stage to the next, in percentage points. The first stage counts from the
   * percent that is there, which the preflight reads. Going down is free.
   * @default 100
   */
  readonly maxStepUp?: number;
  /**
   * The largest first raise, in percentage points above the percent that is there: from 0 %, the highest
   * percent of the first stage above 0 %.
   * @default 100
   */
  readonly maxFirstPercent?: number;
  /**
   * The least soak of each stage above 0 %, in seconds.
   * @default 0
   */
  readonly minSoakSeconds?: number;
  /**
   * The least hold of a plan that ends at 100 %, in seconds.
   * @default 0
   */
  readonly minHoldSeconds?: number;
  /**
   * The longest hold, in seconds, for which both paths are paid.
   * @default - as long as an execution may run
   */
  readonly maxHoldSeconds?: number;
  /**
   * Which raises somebody must approve.
   * @default - none
   */
  readonly approvals?: PolicyApprovals;
  /**
   * Who may start cutovers through the function Operate: patterns of ARNs, as in `approvals.by`. The right to
   * start executions of the state machine (`states:StartExecution`) is another one.
   * @default - nobody
   */
  readonly starters?: readonly string[];
  /**
   * Types of records that plans may shift.
   * @default - any
   */
  readonly recordTypes?: readonly ('A' | 'AAAA' | 'CNAME' | 'HTTPS' | 'SVCB')[];
  /**
   * Families of task definitions that stages may deploy. An empty list allows none.
   * @default - any
   */
  readonly taskDefinitionFamilies?: readonly string[];
  /**
   * HTTP methods that smoke checks may use, such as `GET` and `HEAD` where a check must change nothing.
   * @default - any
   */
  readonly httpMethods?: readonly HttpMethod[];
  /**
   * Whether the smoke test asks the production name at every target of the new record. With `required`, a
   * target that cannot be reached from the function rejects the cutover; with `if-reachable`, the reason
   * names it. `waived` asks none.
   * @default 'if-reachable'
   */
  readonly productionNameTest?: ProductionNameTest;
}

/** Which raises somebody must approve. */
export interface PolicyApprovals {
  /**
   * A raise to this percent or more needs an approval first: the stage before it has `approval`.
   */
  readonly fromPercent: number;
  /**
   * How many persons must approve. An IAM user is a person, and so is a user of Identity Center; any other
   * role counts once, however many sessions it has.
   * @default 1
   */
  readonly count?: number;
  /**
   * Who may approve: patterns of the ARN that AWS authenticated the caller with, in which `*` stands for any
   * characters, and `?` for one. `arn:aws:sts::111122223333:assumed-role/OnCall/*` is any session of a role.
   * @default - whoever may send commands
   */
  readonly by?: readonly string[];
  /**
   * Whether whoever started a cutover may not approve it. Then cutovers can be started through the function
   * Operate alone, which records the starter.
   * @default false
   */
  readonly notByStarter?: boolean;
  /**
   * Patterns of ARNs of roles whose sessions are named after their persons, because the trust policy of the
   * role demands it (`sts:RoleSessionName`, or the same value as `sts:SourceIdentity`): each name of a
   * session counts as a person.
   * @default - none
   */
  readonly namedSessions?: readonly string[];
}

/**
 * The schema of a policy. The rules across several fields are in `policy-checks.ts`.
 * @param orLater wraps fields that may be known at deployment only; by default all are known
 */
export const policySchemaWith = (orLater: OrLater) =>
  v.strictObject({
    $schema: v.exactOptional(text(2048, 'the address of a JSON Schema')),
    newTargets: v.exactOptional(newTargetsSchema(orLater)),
    requiredAlarms: v.exactOptional(listOf(alarmReference, 1, 100, 'names or ARNs of CloudWatch alarms')),
    maxStepUp: v.exactOptional(wholeNumber(1, 100, 'percentage points of the largest raise')),
    maxFirstPercent: v.exactOptional(wholeNumber(1, 100, 'percentage points of the largest first raise')),
    minSoakSeconds: v.exactOptional(seconds(0, 'the least soak of each stage above 0 %')),
    minHoldSeconds: v.exactOptional(seconds(0, 'the least hold at 100 %')),
    maxHoldSeconds: v.exactOptional(seconds(0, 'the longest hold')),
    approvals: v.exactOptional(
      v.strictObject({
        fromPercent: wholeNumber(1, 100, 'a raise to this percent or more needs an approval first'),
        count: v.exactOptional(wholeNumber(1, 10, 'persons who must approve')),
        by: v.exactOptional(listOf(arnPattern, 1, 100, 'patterns of ARNs of approvers')),
        notByStarter: v.exactOptional(flag('whether whoever started a cutover may not approve it')),
        namedSessions: v.exactOptional(
          listOf(arnPattern, 1, 100, 'patterns of ARNs of roles whose sessions are named after persons'),
        ),
      }),
    ),
    starters: v.exactOptional(listOf(arnPattern, 1, 100, 'patterns of ARNs of starters')),
    recordTypes: v.exactOptional(listOf(recordType, 1, 5, 'record types')),
    taskDefinitionFamilies: v.exactOptional(
      listOf(
        orLater(textLike(/^[A-Za-z0-9_-]{1,255}$/, 'must be the family of a task definition, such as web')),
        0,
        100,
        'families of task definitions',
      ),
    ),
    httpMethods: v.exactOptional(listOf(httpMethod, 1, 7, 'HTTP methods')),
    productionNameTest: v.exactOptional(oneOf('required', 'if-reachable', 'waived')),
  }) satisfies v.GenericSchema<unknown, Policy>;

/** The schema of a policy whose every value is known. */
export const policySchema = policySchemaWith((schema) => schema);
