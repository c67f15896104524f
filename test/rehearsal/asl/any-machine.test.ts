import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ValidationError } from '../../../lambdas/core/validation/validated';
import type { Ended, HistoryEvent } from '../../../lib/rehearsal/asl/execution';
import { StatesError } from '../../../lib/rehearsal/asl/expressions';
import { loadMachine } from '../../../lib/rehearsal/asl/machine';
import { startExecution } from '../../../lib/rehearsal/asl/start-execution';
import { seededRandom } from '../../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { type ArbitraryMachine, arbitraryMachine } from './arbitrary-machine';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:m:e';

/** Errors that Step Functions itself raises in a JSONata machine, and those of the results. */
const ERRORS = new Set([
  undefined,
  'Bad',
  'Other',
  'States.DataLimitExceeded',
  'States.NoChoiceMatched',
  'States.QueryEvaluationError',
  'States.Runtime',
  'States.Timeout',
]);

interface Ran {
  readonly ended: Ended;
  readonly events: readonly HistoryEvent[];
}

/** @throws ValidationError when the machine is refused */
async function run({ definition, results }: ArbitraryMachine): Promise<Ran> {
  const machine = loadMachine(JSON.stringify(definition), {});
  const clock = new VirtualClock(Date.UTC(2026, 10, 28));
  const random = seededRandom(1);
  const events: HistoryEvent[] = [];
  let calls = 0;
  const execution = startExecution({
    machine,
    arn: ARN,
    input: { a: [1, 2] },
    host: {
      clock,
      random: () => random.uniform(),
      invoke: async () => {
        const result = results[calls % 2 === 0 ? 'even' : 'odd'] ?? { output: null };
        calls += 1;
        await clock.sleep(1_000 * (result.seconds ?? 0));
        if ('error' in result) {
          throw new StatesError(result.error, result.cause ?? '');
        }
        return result.output;
      },
      trace: () => undefined,
      history: (event) => void events.push(event),
    },
  });
  return { ended: await clock.runUntil(execution.ended), events };
}

describe('any valid machine', () => {
  test('runs to an end that Step Functions has, or is refused when it is loaded', async () => {
    let refused = 0;
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(arbitraryMachine, async (machine) => {
        let ran: Ran;
        try {
          ran = await run(machine);
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationError);
          refused += 1;
          return;
        }
        const { ended, events } = ran;
        const key = `${ended.status} ${ended.error ?? ''}`;
        ends.set(key, (ends.get(key) ?? 0) + 1);
        expect(ended.status === 'FAILED' || ended.error === undefined).toBe(true);
        expect(ended.cause ?? '').not.toMatch(
          /does not support|undefined is not|Cannot read|is not a function at/,
        );
        expect(isKnown(ended.error)).toBe(true);
        expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
      }),
      { numRuns: 600 },
    );
    // The generator is of use only if it reaches these ends, and if most machines run.
    expect(refused).toBeLessThan(300);
    const reached = [...ends.keys()].map((key) => key.trim());
    expect(reached).toEqual(
      expect.arrayContaining([
        'SUCCEEDED',
        'FAILED Bad',
        'FAILED States.QueryEvaluationError',
        'FAILED States.NoChoiceMatched',
      ]),
    );
  });

  test('runs the same twice', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMachine, async (machine) => {
        const outcome = () => run(machine).catch((error: Error) => error.message);
        expect(await outcome()).toEqual(await outcome());
      }),
      { numRuns: 100 },
    );
  });
});

/** A Fail may have an expression as its error, whose values are text of any kind. */
function isKnown(error: string | undefined): boolean {
  return ERRORS.has(error) || !error?.startsWith('States.');
}
