import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonSchema } from '../../lib/cli/commands/schema';
import { CERTIFICATE_FLAWS } from '../../lib/rehearsal/aws/preflight/preflight-account';
import { GROUP_FAULTS } from '../../lib/rehearsal/faults/instance-faults';
import { HEALTH_CHECK_FLAWS } from '../../lib/rehearsal/routers/route-setup';
import { cases } from '../../lib/simulation/cases';
import { Coverage, fieldPathsOf } from '../../lib/simulation/coverage/coverage';
import { NOT_DRAWN } from '../../lib/simulation/coverage/not-drawn';
import { requiredCoverage } from '../../lib/simulation/coverage/required-coverage';
import { type DrawnFault, withEndedPauses } from '../../lib/simulation/draws/bounded-pauses';
import { plans } from '../../lib/simulation/draws/drawn-plans';
import { unreadyFor } from '../../lib/simulation/draws/unready-from-the-start';

/** A part of a JSON Schema. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  /** One of the routers, or what a plan must have beside its fields. */
  readonly oneOf?: readonly Schema[];
}

/** The paths of the values that a schema describes. */
function leavesOf(
  { properties = {}, items, anyOf = [], oneOf = [] }: Schema,
  path: string,
): readonly string[] {
  const inner = [
    ...[...anyOf, ...oneOf.filter(({ type }) => type !== undefined)].flatMap((one) => leavesOf(one, path)),
    ...Object.entries(properties).flatMap(([name, one]) =>
      leavesOf(one, path === '' ? name : `${path}.${name}`),
    ),
    ...(items === undefined ? [] : leavesOf(items, `${path}[]`)),
  ];
  return inner.length === 0 ? [path] : inner;
}

const drawn = fc.sample(cases, { seed: 1, numRuns: 3_000 });

describe('a pause', () => {
  const pause = (when: object): DrawnFault => ({ kind: 'operator', says: 'pause', ...when });

  test.each([{ at: 0 }, { at: 3_000 }, { atCall: 40 }, { whenPercentAtLeast: 50 }])(
    'that begins with %j ends within three hours',
    (when) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (seed) => {
          fc.pre(seed % 256 !== 0);
          const added = withEndedPauses([pause(when)], seed).slice(1);
          const last = added.at(-1);
          expect(last).toMatchObject({ kind: 'operator', says: 'abort' });
          expect(last?.at).toBeLessThanOrEqual(3 * 3_600);
          expect(added[0]?.at).toBeGreaterThan((when as { at?: number }).at ?? 0);
        }),
      );
    },
  );

  test('that nobody begins needs no end', () => {
    expect(withEndedPauses([{ kind: 'alarm-fires' }], 1)).toEqual([{ kind: 'alarm-fires' }]);
  });

  test('is ended in nearly all drawn cases', () => {
    const says = (command: string) => (fault: (typeof drawn)[number]['scenario']['faults'][number]) =>
      fault.kind === 'operator' && fault.says === command;
    const paused = drawn.filter(({ scenario }) => scenario.faults.some(says('pause')));
    const isEnded = (fault: (typeof drawn)[number]['scenario']['faults'][number]) =>
      says('abort')(fault) || says('resume')(fault);
    const unended = paused.filter(({ scenario }) => !scenario.faults.some(isEnded));
    expect(paused.length).toBeGreaterThan(100);
    expect(unended.length / drawn.length).toBeLessThan(0.003);
  });
});

describe('drawn cases', () => {
  test('have stages whose gates are approved by two persons, one after the other', () => {
    const gated = drawn.filter(({ plan }) => plan.stages.some(({ approval }) => approval?.count === 2));
    const persons = gated.map(
      ({ scenario }) =>
        new Set(
          scenario.faults.flatMap((one) =>
            one.kind === 'operator' && one.says === 'approve' ? [one.by] : [],
          ),
        ),
    );
    expect(persons.filter((some) => some.has('ada') && some.has('bob')).length).toBeGreaterThan(20);
  });

  test.each(requiredCoverage().flatMap((place) => (place.startsWith('plan ') ? [place.slice(5)] : [])))(
    'have the field %s',
    (field) => {
      expect(drawn.some(({ plan }) => fieldPathsOf(plan).includes(field))).toBe(true);
    },
  );
});

describe('a drawn case that is not ready', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  /** All that may be drawn for some plans. */
  const unready = drawn
    .slice(0, 150)
    .flatMap(({ plan, scenario: { world } }) =>
      numbers(60).flatMap((which) =>
        numbers(24).flatMap((one) => unreadyFor(plan, world, { chance: 0, which, one }) ?? []),
      ),
    );
  const faults = [...unready, ...drawn.map(({ scenario }) => scenario)].flatMap((one) => one.faults);
  const flaws = (kind: string, field: string) =>
    new Set(
      (faults as readonly Readonly<Record<string, unknown>>[]).flatMap((one) =>
        one.kind === kind ? [one[field]] : [],
      ),
    );

  test.each(CERTIFICATE_FLAWS.filter((flaw) => flaw !== 'FAILED'))('has a certificate that is %s', (flaw) => {
    expect(flaws('certificate-status', 'status')).toContain(flaw);
  });

  test.each(['deregistered', 'group-deleted', 'unused', 'unavailable'])(
    'has targets that are %s',
    (state) => {
      expect(flaws('targets-unhealthy', 'state')).toContain(state);
    },
  );

  test.each(['EVALUATION_ERROR', 'EVALUATION_FAILURE'])('has an alarm with %s', (state) => {
    expect(flaws('alarm-not-evaluated', 'evaluationState')).toContain(state);
  });

  test.each(GROUP_FAULTS)('has an Auto Scaling group that is %s', (is) => {
    expect(flaws('auto-scaling-group', 'is')).toContain(is);
  });

  test.each(HEALTH_CHECK_FLAWS)('has a health check that is %s', (flaw) => {
    expect(unready.some(({ world }) => 'newHealthCheck' in world && world.newHealthCheck === flaw)).toBe(
      true,
    );
  });
});

describe('the fields of a plan', () => {
  /** As the plan's JSON Schema has them. */
  const fields = [...new Set(leavesOf(jsonSchema('plan') as Schema, ''))];
  const written = fc.sample(plans, { seed: 1, numRuns: 3_000 }).flatMap(({ plan }) => fieldPathsOf(plan));
  const inCases = new Set([...drawn.flatMap(({ plan }) => fieldPathsOf(plan)), ...written]);
  const reasonFor = (field: string) =>
    Object.entries(NOT_DRAWN).find(([beginning]) => field.startsWith(beginning))?.[1];

  test.each(fields)('%s is drawn, or left out for a reason', (field) => {
    expect(inCases.has(field) !== (reasonFor(field) !== undefined)).toBe(true);
  });

  test.each(Object.keys(NOT_DRAWN))('%s, which is not drawn, is the beginning of a field', (beginning) => {
    expect(fields.some((field) => field.startsWith(beginning))).toBe(true);
  });
});

describe('the coverage', () => {
  test('names what a case was about, once', () => {
    const [one] = drawn.filter(({ scenario }) => scenario.faults.length > 1);
    if (one === undefined) {
      throw new Error('no case with two faults');
    }
    const coverage = new Coverage();
    const entered = { kind: 'entered', state: 'Soak', at: 0 } as never;
    coverage.trace('cutover', entered, 'first');
    coverage.trace('cutover', entered, 'first');
    coverage.command('abort');
    coverage.trace('cutover', { kind: 'entered', state: 'AcquireLock', at: 1 } as never, 'second');
    coverage.ran(one, 'reverted');
    const taken = coverage.taken();
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken).toEqual(
      expect.arrayContaining([
        ...['state cutover.Soak', 'command abort in Soak', 'plan stages[].percent'],
        'second cutover while the first is in Soak',
        `router ${one.plan.router.kind} ${one.plan.direction} reverted`,
        ...one.scenario.faults.map(({ kind }) => `fault ${kind}`),
      ]),
    );
    coverage.ran(one, 'succeeded');
    expect(coverage.taken()).not.toContain('state cutover.Soak');
  });

  test('requires each thing once', () => {
    const required = requiredCoverage();
    expect(new Set(required).size).toBe(required.length);
  });
});
