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
