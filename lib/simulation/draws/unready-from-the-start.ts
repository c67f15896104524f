import fc from 'fast-check';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { forwardArnOf, recordRouteOf } from '../../../lambdas/core/routers/route';
import type { GROUP_FAULTS } from '../../rehearsal/faults/instance-faults';
import { HEALTH_CHECK_FLAWS } from '../../rehearsal/routers/route-setup';
import type { Scenario } from '../../rehearsal/scenario';

type GroupFault = (typeof GROUP_FAULTS)[number];
type StartWeights = Pick<Scenario['world'], 'weights'>;

/** What a preflight or a smoke test refuses: a fault from the start, or a world that is so. */
interface Unready {
  readonly fault?: object;
  readonly world?: object;
}

/** What only some plans are checked for, of which one kind is drawn at a time. */
interface Kind {
  /** How often it is drawn, of those that the plan is checked for. */
  readonly weight: number;
  readonly fits: (plan: Plan, world: StartWeights) => boolean;
  readonly all: readonly Unready[];
}

const fault = (...faults: readonly object[]): Unready[] => faults.map((one) => ({ fault: one }));
const world = (...worlds: readonly object[]): Unready[] => worlds.map((one) => ({ world: one }));

const hasPair = ({ router }: Plan): boolean =>
  recordRouteOf(router) !== null && recordRouteOf(router)?.adopt === undefined;

const hasTargets = ({ preflight, router }: Plan): boolean =>
  preflight.targetGroupArns.length > 0 || forwardArnOf(router) !== null;

/** What keeps the groups of the path that gains from serving or from growing. */
const OF_GAINING: readonly GroupFault[] = [
  ...(['not-in-service', 'unhealthy', 'in-one-zone', 'being-refreshed', 'at-maximum'] as const),
  ...(['without-policies', 'alarm-actions-disabled', 'detached', 'missing', 'being-deleted'] as const),
  ...(['empty', 'restricted-to-one-zone', 'policies-disabled', 'policies-without-alarms'] as const),
  'alarms-missing',
];
const SUSPENDED = ['Launch', 'Terminate', 'HealthCheck', 'ReplaceUnhealthy', 'AlarmNotification'];

const kinds: readonly Kind[] = [
  {
    weight: 5,
    fits: ({ preflight }) => preflight.certificateArn !== undefined,
    all: fault(
      ...['missing', 'for-another-name', 'expires-soon', 'REVOKED'].map((status) => ({
        ...{ kind: 'certificate-status', status },
      })),
    ),
  },
  {
    weight: 2,
    fits: hasTargets,
    all: fault(
      ...['deregistered', 'group-deleted', 'unused', 'unavailable'].flatMap((state) =>
        ['old', 'new'].map((path) => ({ kind: 'targets-unhealthy', state, path })),
      ),
    ),
  },
  {
    weight: 2,
    fits: () => true,
    all: fault(
      ...['EVALUATION_ERROR', 'EVALUATION_FAILURE'].flatMap((evaluationState) =>
        [0, 1].map((index) => ({ kind: 'alarm-not-evaluated', evaluationState, index })),
      ),
    ),
  },
  {
    weight: 14,
    fits: ({ preflight }) => preflight.autoScalingGroups.length > 0,
    all: fault(
      ...OF_GAINING.map((is) => ({ kind: 'auto-scaling-group', path: 'new', is })),
      ...SUSPENDED.map((process) => ({ kind: 'auto-scaling-group', path: 'new', is: 'suspended', process })),
      ...['missing', 'larger-than-the-other'].map((is) => ({ kind: 'auto-scaling-group', path: 'old', is })),
    ),
  },
  {
    weight: 4,
    fits: ({ preflight }) => preflight.changeSets.length > 0,
    all: fault(
      ...['CREATE_IN_PROGRESS', 'FAILED'].map((status) => ({ kind: 'change-set', status })),
      ...['never', 'maybe', 'always'].map((replacement) => ({
        ...{ kind: 'change-set', action: 'Modify', replacement },
      })),
    ),
  },
  {
    weight: 3,
    fits: ({ direction, smokeTest }) =>
      direction === 'up' && smokeTest.checks.some(({ maxLatencyMs }) => maxLatencyMs !== undefined),
    all: fault({ kind: 'latency', path: 'new', addMs: 1_000 }),
  },
  {
    weight: 6,
    fits: ({ direction, smokeTest }) => direction === 'up' && smokeTest.compare !== undefined,
    all: fault({ kind: 'latency', path: 'new', addMs: 2_000 }),
  },
  {
    weight: 1,
    fits: () => true,
    // One of them lies beyond the first stage, in either direction.
    all: fault(
      ...[
        { old: 0, new: 1 },
        { old: 1, new: 0 },
      ].map((weights) => ({ kind: 'record-changed', weights })),
    ),
  },
  {
    // The first raise is then larger than the policy allows.
    weight: 2,
    fits: ({ direction }, { weights }) => direction === 'up' && (weights?.new ?? 0) > 0,
    all: fault({ kind: 'record-changed', weights: { old: 1, new: 0 } }),
  },
  {
    weight: 3,
    fits: ({ ttl, router }) => ttl === undefined && recordRouteOf(router) !== null,
    all: world(
      { alias: false, ttlSeconds: 61 },
      { alias: false, ttlSeconds: 3_600 },
      { alias: true, aliasTtlSeconds: 300 },
    ),
  },
  {
    weight: 3,
    fits: hasPair,
    all: world(
      ...['oldRecordHealth', 'newRecordHealth'].map((name) => ({ [name]: 'health-check' })),
      { routing: 'latency' },
      { otherZone: { private: false, leadsTo: 'old' } },
    ),
  },
  {
    weight: 40,
    fits: ({ router }) => recordRouteOf(router)?.newHealthCheck !== undefined,
    all: world(
      ...HEALTH_CHECK_FLAWS.map((newHealthCheck) => ({ newHealthCheck })),
      ...[{ alias: true, oldRecordHealth: 'target' }, { oldRecordHealth: 'health-check' }],
    ),
  },
];

/** One plan in this many is refused before any traffic moves. */
const ONE_IN = 6;

const number = fc.nat({ max: 9_999 });

/** Random numbers, by which one of what fits a plan is taken. */
export const unreadiness = fc.record({ chance: number, which: number, one: number });

/** Random numbers of a case. */
export type DrawnUnreadiness = typeof unreadiness extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/**
 * What is not ready from the start, of what the plan is checked for: it shows only where nothing else ends
 * the cutover before.
 * @returns null for a plan that keeps its other faults
 */
export function unreadyFor(
  plan: Plan,
  start: StartWeights,
  { chance, which, one }: DrawnUnreadiness,
): { readonly faults: readonly object[]; readonly world: object } | null {
  if (chance % ONE_IN !== 0) {
    return null;
  }
  const fitting = kinds
    .filter(({ fits }) => fits(plan, start))
    .flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  const all = fitting[which % fitting.length]?.all ?? [];
  const { fault: what, world: how = {} } = all[one % all.length] ?? {};
  return { faults: what === undefined ? [] : [{ at: 0, forSeconds: 3_000, ...what }], world: how };
}
