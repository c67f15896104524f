import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { estimate, MAX_HISTORY_EVENTS, MAX_ITERATIONS } from '../../../lambdas/core/estimate/estimate';
import { decideSoak } from '../../../lambdas/core/health/soak';
import type { SoakInput } from '../../../lambdas/core/health/soak-state';
import { COMMAND_KINDS, commandState } from '../../../lambdas/core/shared/operator-command';
import { operatorCommand } from '../../support/plans/operator-commands';
import { planOf } from '../../support/plans/plans';
import { type Script, say, secondsIn, soakStateOf, soakUntilMove } from '../../support/plans/soak';

describe('a decision of the soak loop, for any measurement,', () => {
  const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
  const times = fc.integer({ min: -300, max: 4_000 });
  const inputs: fc.Arbitrary<SoakInput> = fc.record({
    plan: fc
      .record({
        soakSeconds: fc.integer({ min: 0, max: 1_000 }),
        everySeconds: fc.integer({ min: 1, max: 900 }),
        inconclusiveLimitSeconds: fc.integer({ min: 0, max: 900 }),
        errorLimit: fc.integer({ min: 0, max: 4 }),
        approval: fc.option(fc.record({ timeoutSeconds: fc.integer({ min: 1, max: 2_000 }) })),
        hold: fc.option(
          fc.record({
            seconds: fc.integer({ min: 0, max: 1_000 }),
            everySeconds: fc.integer({ min: 1, max: 900 }),
          }),
        ),
      })
      .map(({ soakSeconds, approval, hold, ...health }) =>
        planOf({
          stages: [
            { percent: 10, soakSeconds, ...(approval === null ? {} : { approval }) },
            { percent: 100, soakSeconds },
          ],
          health: { alarms: ['a'], ...health },
          ...(hold === null ? {} : { hold }),
        }),
      ),
    soakState: fc
      .record({
        stage: fc.constantFrom(0, 1),
        phase: fc.constantFrom('soak' as const, 'hold' as const),
        startedAt: times.map(iso),
        since: times.map(iso),
        awaitingSince: fc.option(times.map(iso)),
        errors: fc.integer({ min: 0, max: 6 }),
        inconclusiveSince: fc.option(times.map(iso)),
        iterations: fc.oneof(
          fc.integer({ min: 0, max: 100 }),
          fc.integer({ min: 0, max: MAX_ITERATIONS + 10 }),
        ),
        lastVerdict: fc.constantFrom('pass' as const, 'error' as const, null),
        paused: fc.boolean(),
      })
      .map(soakStateOf),
    judgement: fc
      .constantFrom(
        'pass' as const,
        'pass' as const,
        'fail' as const,
        'inconclusive' as const,
        'error' as const,
      )
      .map((verdict) => say(verdict)),
    evaluationRangeSeconds: fc.integer({ min: 0, max: 900 }),
    leaseSeconds: fc.constantFrom(0, 0, 30),
    commands: fc.option(
      fc
        .array(
          fc
            .record({
              kind: fc.constantFrom(...COMMAND_KINDS),
              at: times.map(iso),
              by: fc.constantFrom('ann', 'ben'),
              atPercent: fc.constantFrom(10, 50, 100),
              minSoakSeconds: fc.integer({ min: 0, max: 300 }),
            })
            .map(({ kind, ...given }) => operatorCommand(kind, given)),
          { maxLength: 3 },
        )
        .map(commandState),
    ),
    now: fc.integer({ min: -300_000, max: 4_000_000 }).map((milliseconds) => secondsIn(milliseconds / 1_000)),
  });
  const lengthOf = ({ plan: { hold, stages: all }, soakState }: SoakInput) =>
    (soakState.phase === 'hold' ? hold?.seconds : undefined) ??
    all[soakState.stage]?.soakSeconds ??
    Number.NaN;
  const intervalOf = ({ plan: { hold, health } }: SoakInput, phase: string) =>
    phase === 'hold' && hold !== undefined ? hold.everySeconds : health.everySeconds;
  const advances = (input: SoakInput) => {
    const { move, soakState } = decideSoak(input);
    return move === 'shift' || move === 'finish' || soakState.phase !== input.soakState.phase;
  };
  /** Seconds that an approval may take; null when none is needed, or it is given. */
  const missing = ({ plan: { stages: all }, soakState, commands }: SoakInput) => {
    const approval = soakState.phase === 'soak' ? all[soakState.stage]?.approval : undefined;
    const percent = all[soakState.stage]?.percent;
    const given =
      commands?.approvals.some(({ at, atPercent }) => at >= soakState.startedAt && atPercent === percent) ??
      false;
    return approval === undefined || given ? null : approval.timeoutSeconds;
  };

  /** The soak or hold, or what a promotion shortens it to. */
  const shortestOf = (input: SoakInput) => {
    const isHeld = input.soakState.phase === 'hold';
    const least = input.commands?.promotions.map((one) => (isHeld ? one.minHoldSeconds : one.minSoakSeconds));
    return Math.min(lengthOf(input), ...(least ?? []));
  };

  test('advances only on a pass, when the soak is over and not paused', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { soakState } = decideSoak(input);
        const over = input.now >= Date.parse(input.soakState.since) + 1_000 * shortestOf(input);
        const ready = input.judgement.verdict === 'pass' && over && !soakState.paused;
        expect(advances(input) && !(ready && (input.commands?.paused ?? null) === null)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('never advances without the approval that its stage needs, given since the stage began', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(advances(input) && missing(input) !== null).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is the same as without the gate once an approval is given, or none is needed', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        fc.pre(missing(input) === null);
        const open = input.plan.stages.map(({ percent, soakSeconds }) => ({ percent, soakSeconds }));
        expect(decideSoak(input)).toEqual(decideSoak({ ...input, plan: { ...input.plan, stages: open } }));
      }),
    );
  });

  test('reverts for the same reasons while an approval is missing', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const open = input.plan.stages.map(({ percent, soakSeconds }) => ({ percent, soakSeconds }));
        const ungated = decideSoak({ ...input, plan: { ...input.plan, stages: open } });
        fc.pre(ungated.move === 'revert');
        expect(decideSoak(input)).toEqual(ungated);
      }),
    );
  });

  test('counts the time-out of an approval once, from the first evaluation that lacks nothing else', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { awaitingSince } = decideSoak(input).soakState;
        const before = input.soakState.awaitingSince;
        expect([before, before ?? new Date(input.now).toISOString()]).toContain(awaitingSince);
      }),
    );
  });

  test('shifts only to a stage that exists, and finishes only after the last one', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { move, soakState } = decideSoak(input);
        expect(move === 'shift' && (soakState.stage !== 0 || input.soakState.phase === 'hold')).toBe(false);
        expect(move === 'finish' && soakState.stage === 0 && input.soakState.phase === 'soak').toBe(false);
        expect(move === 'finish' && soakState.phase === 'soak' && input.plan.hold !== undefined).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('reverts at once on a fail and on an abort', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        fc.pre(input.judgement.verdict === 'fail' || (input.commands?.aborted ?? null) !== null);
        expect(decideSoak(input)).toMatchObject({ move: 'revert', waitSeconds: 0 });
      }),
    );
  });

  test('waits whole seconds, from one to the interval; no other move waits', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { move, waitSeconds, soakState } = decideSoak(input);
        expect(Number.isInteger(waitSeconds)).toBe(true);
        expect(waitSeconds).toBeGreaterThanOrEqual(move === 'wait' ? 1 : 0);
        // A hold that is over waits for data with patience, and for a write that may still land.
        const patient = soakState.phase === 'hold' && soakState.inconclusiveSince !== null ? 3_600 : 0;
        const longest = Math.max(intervalOf(input, soakState.phase), patient, input.leaseSeconds);
        expect(waitSeconds).toBeLessThanOrEqual(move === 'wait' ? longest : 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('keeps a state that survives JSON, counts its iterations and stays at its stage', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { soakState } = decideSoak(input);
        expect(JSON.parse(JSON.stringify(soakState))).toEqual(soakState);
        expect(soakState).toMatchObject({
          iterations: input.soakState.iterations + 1,
          lastVerdict: input.judgement.verdict,
          stage: input.soakState.stage,
          effectiveAt: input.soakState.effectiveAt,
        });
        expect(soakState.phase === 'hold' || soakState.since === input.soakState.since).toBe(true);
      }),
    );
  });

  test('reverts a healthy stage in the very second in which its approval times out, paused or not', () => {
    const numbers = fc.record({
      soak: fc.integer({ min: 0, max: 1_000 }),
      every: fc.integer({ min: 1, max: 900 }),
      timeoutSeconds: fc.integer({ min: 1, max: 2_000 }),
      pausedAt: fc.option(fc.integer({ min: 0, max: 3_000 })),
      early: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(numbers, ({ soak, every, timeoutSeconds, pausedAt, early }) => {
        const gated = planOf({
          stages: [{ percent: 100, soakSeconds: soak, approval: { timeoutSeconds } }],
          health: { alarms: ['a'], everySeconds: every },
        });
        fc.pre(estimate(gated).worstHistoryEvents <= MAX_HISTORY_EVENTS);
        const script: Script = (at) =>
          pausedAt !== null && at >= pausedAt
            ? { command: operatorCommand('pause', { at: iso(pausedAt) }) }
            : { command: operatorCommand('approve', { at: iso(-early), atPercent: 100 }) };
        expect(soakUntilMove(gated, script)).toMatchObject({
          at: soak + timeoutSeconds,
          end: { move: 'revert' },
        });
      }),
    );
  });

  test('advances a healthy stage in the very second in which soak and evaluation range are over', () => {
    const numbers = fc.record({
      soak: fc.integer({ min: 0, max: 1_000 }),
      evaluationRangeSeconds: fc.integer({ min: 0, max: 1_500 }),
      every: fc.integer({ min: 1, max: 900 }),
      ttl: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(numbers, ({ soak, evaluationRangeSeconds, every, ttl }) => {
        const some = planOf({
          stages: [{ percent: 100, soakSeconds: soak }],
          health: { alarms: ['a'], everySeconds: every },
        });
        fc.pre(estimate(some).worstHistoryEvents <= MAX_HISTORY_EVENTS);
        const script: Script = (at) => ({
          evaluationRangeSeconds,
          judgement: say(at >= evaluationRangeSeconds ? 'pass' : 'inconclusive'),
        });
        expect(soakUntilMove(some, script, { from: -ttl })).toMatchObject({
          at: Math.max(soak, evaluationRangeSeconds),
          end: { move: 'finish' },
        });
      }),
    );
  });
});
