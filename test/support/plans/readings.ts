import type { AutoScalingGroupReading, GroupInstance } from '../../../lambdas/core/instances/readings';
import type { AlarmReading, ChangeSetReading } from '../../../lambdas/core/shared/readings';
import type { StackChange } from '../../../lambdas/core/stack-changes/stack-change';

/** The alarm of the plans in `plans.ts`, OK unless the test says otherwise. */
export const alarmOf = (over: Partial<AlarmReading> = {}): AlarmReading => ({
  name: 'api-new-5xx-rate',
  kind: 'metric',
  state: 'OK',
  reason: 'Threshold Crossed: 3 datapoints were not greater than the threshold (1.0)',
  evaluationRangeSeconds: 300,
  ...over,
});

/** A change that adds a topic, unless the test says otherwise. */
export const changeOf = (over: Partial<StackChange> = {}): StackChange => ({
  stack: 'Api',
  logicalId: 'Topic',
  path: null,
  type: 'AWS::SNS::Topic',
  action: 'Add',
  replacement: 'never',
  touches: true,
  causes: [],
  notes: [],
  ...over,
});

/** A change set that adds a topic and can be executed, unless the test says otherwise. */
export const changeSetOf = (over: Partial<ChangeSetReading> = {}): ChangeSetReading => ({
  status: 'CREATE_COMPLETE',
  reason: '',
  executionStatus: 'AVAILABLE',
  changes: [changeOf()],
  ...over,
});

/** An instance in service: the even ones in one zone, the odd ones in another. */
export const instanceOf = (number: number, over: Partial<GroupInstance> = {}): GroupInstance => ({
  id: `i-${number}`,
  lifecycleState: 'InService',
  isHealthy: true,
  zone: number % 2 === 0 ? 'eu-west-1a' : 'eu-west-1b',
  weight: 1,
  ...over,
});

/** A group of two instances that serves and can grow, unless the test says otherwise. */
export const groupOf = (over: Partial<AutoScalingGroupReading> = {}): AutoScalingGroupReading => ({
  name: 'green',
  desired: 2,
  maximum: 6,
  zones: ['eu-west-1a', 'eu-west-1b'],
  instances: [instanceOf(0), instanceOf(1)],
  suspended: [],
  targetGroupArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/1'],
  healthCheckTypes: ['EC2', 'ELB'],
  policies: [
    {
      name: 'cpu',
      type: 'TargetTrackingScaling',
      isEnabled: true,
      alarms: [{ name: 'cpu-high', actionsEnabled: true }],
    },
  ],
  refresh: null,
  isDeleting: false,
  ...over,
});
