import { expect, test } from '@jest/globals';
import { type Replayed, type ReplayOptions, type Results, replay } from '../../../lib/rehearsal/asl/replay';

/**
 * Facts that executions on AWS recorded. Each row is a small machine of our own that shows one of them. The
 * source names the test of localstack/localstack (tests/aws/services/stepfunctions/v2, commit 8b9a79f) whose
 * snapshot, validated against AWS, holds the recording.
 */
export interface Fact {
  readonly fact: string;
  readonly source: string;
  readonly states: object;
  readonly input?: unknown;
  readonly results?: Results;
  readonly options?: ReplayOptions;
  readonly top?: object;
  /** The types of the events, without the first. */
  readonly events?: readonly string[];
  readonly ended?: object;
  /** `ended` leaves the cause out. */
  readonly isPartial?: boolean;
}

export const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:f';
export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const lambda = { Type: 'Task', Resource: FUNCTION, Arguments: {}, End: true };
export const service = { ...lambda, Resource: INVOKE };
export const pass = { Type: 'Pass', End: true };
export const any = (next: string) => [{ ErrorEquals: ['States.ALL'], Next: next }];
export const inPass = (Output: unknown) => ({ First: { ...pass, Output } });
export const inMap = (state: object, more: object = {}) => ({
  First: {
    Type: 'Map',
    MaxConcurrency: 1,
    Items: [1, 2],
    ItemProcessor: { StartAt: 'In', States: { In: state } },
    End: true,
    ...more,
  },
});
export const inParallel = (state: object, more: object = {}) => ({
  First: { Type: 'Parallel', Branches: [{ StartAt: 'In', States: { In: state } }], End: true, ...more },
});
export const fail = { Type: 'Fail', Error: 'Bad', Cause: 'so' };
export const bad: Results = { First: [{ error: 'Bad', cause: 'so' }] };
export const TASK = ['TaskStateEntered', 'TaskScheduled', 'TaskStarted'];
export const QUERY = 'States.QueryEvaluationError';
export const at = (id: number, state = 'First') =>
  `An error occurred while executing the state '${state}' (entered at the event id #${id}). `;

/** The words in which a size is too large. @param what the state or the function */
export const tooLarge = (what: string) =>
  `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes ` +
  'service limit.';

/** The words in which an expression without a result fails. */
export const nothing = (source: string, field: string) =>
  `The JSONata expression '${source}' specified for the field '${field}' returned nothing (undefined).`;

async function played({ states, input = {}, results, options, top }: Fact): Promise<Replayed> {
  const definition = { QueryLanguage: 'JSONata', StartAt: 'First', States: states, ...top };
  return replay(definition, input, results, options);
}

/** One test for each fact. */
export function testFacts(facts: readonly Fact[]): void {
  test.each(facts.map((fact) => [fact.fact, fact.source, fact] as const))('%s (%s)', async (_, __, fact) => {
    const { events, trace: _trace, seconds: _seconds, ...ended } = await played(fact);
    if (fact.ended !== undefined) {
      expect(fact.isPartial === true ? { status: ended.status, error: ended.error } : ended).toEqual(
        fact.ended,
      );
    }
    if (fact.events !== undefined) {
      expect(events.map((event) => event.type)).toEqual(['ExecutionStarted', ...fact.events]);
    }
    expect(events.map((event) => event.id)).toEqual(events.map((_event, i) => i + 1));
  });
}
