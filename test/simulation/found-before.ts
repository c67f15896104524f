import type { Schedule } from '../../lib/simulation/interleavings/schedule';

/** An interleaving that has violated an invariant once. */
interface FoundBefore {
  readonly name: string;
  readonly schedule: Schedule;
}

/** What is left out of a schedule as far as it can be. */
const CALM = {
  ...{ propagationSeconds: 3, skewMs: 0, slowPercent: 0, secondWhenFree: false, deeds: [], faults: [] },
  statusEvents: 1,
} as const;

/** The smallest interleavings of what random ones have found. */
export const foundBefore: readonly FoundBefore[] = [
  {
    name: 'an abort while an earlier try of the shift, whose lease a later try has ended, is on its way',
    schedule: {
      ...CALM,
      seed: 2533,
      router: 'route53',
      stages: [{ percent: 100, soakSeconds: 0, approvalSeconds: null }],
      deeds: [
        {
          atCall: 14,
          afterMs: 0,
          deed: { kind: 'command', says: 'pause' },
          followedBy: { deed: { kind: 'command', says: 'abort' }, afterMs: 0 },
        },
      ],
      faults: [
        { counts: 'router-write', number: 1, fault: { kind: 'function-left-behind', delayMs: 35367 } },
      ],
    },
  },
  {
    name: 'an abort while a shift is on its way',
    schedule: {
      ...CALM,
      seed: 180,
      router: 'cloudfront-kvs',
      stages: [
        { percent: 50, soakSeconds: 0, approvalSeconds: null },
        { percent: 100, soakSeconds: 20, approvalSeconds: null },
      ],
      skewMs: 1000,
      deeds: [{ atCall: 31, afterMs: 0, deed: { kind: 'command', says: 'abort' } }],
      faults: [{ counts: 'router-write', number: 2, fault: { kind: 'slow', delayMs: 8059 } }],
    },
  },
  {
    name: 'a shift that reaches a load balancer after its revert has written',
    schedule: {
      ...CALM,
      seed: 1034,
      router: 'alb',
      stages: [
        { percent: 10, soakSeconds: 0, approvalSeconds: null },
        { percent: 100, soakSeconds: 20, approvalSeconds: null },
      ],
      slowPercent: 40,
      statusEvents: 0,
      deeds: [
        {
          atCall: 2,
          afterMs: 0,
          deed: { kind: 'stop' },
          followedBy: { deed: { kind: 'revert-by-hand', named: 'by-hand' }, afterMs: 62198 },
        },
        { atCall: 30, afterMs: 0, deed: { kind: 'command', says: 'abort' } },
      ],
      faults: [{ counts: 'router-write', number: 2, fault: { kind: 'function-dies', delayMs: 6660 } }],
    },
  },
  {
    name: 'a success while an earlier try of a shift is on its way',
    schedule: {
      ...CALM,
      seed: 338,
      router: 'route53',
      stages: [
        { percent: 10, soakSeconds: 20, approvalSeconds: null },
        { percent: 100, soakSeconds: 20, approvalSeconds: null },
      ],
      faults: [{ counts: 'router-write', number: 2, fault: { kind: 'function-dies', delayMs: 33084 } }],
    },
  },
  {
    name: 'a success on a load balancer while an earlier try of a shift is on its way',
    schedule: {
      ...CALM,
      seed: 354,
      router: 'alb',
      stages: [{ percent: 100, soakSeconds: 0, approvalSeconds: null }],
      faults: [
        { counts: 'router-write', number: 1, fault: { kind: 'function-left-behind', delayMs: 27934 } },
      ],
    },
  },
  {
    name: 'a release while an earlier try of the revert is on its way to Route 53',
    schedule: {
      ...CALM,
      seed: 19,
      router: 'route53',
      stages: [
        { percent: 10, soakSeconds: 0, approvalSeconds: null },
        { percent: 100, soakSeconds: 20, approvalSeconds: 90 },
      ],
      faults: [{ counts: 'router-write', number: 3, fault: { kind: 'function-left-behind', delayMs: 9837 } }],
    },
  },
  {
    name: 'a release while an earlier try of the revert is on its way to a load balancer',
    schedule: {
      ...CALM,
      seed: 140,
      router: 'alb',
      stages: [
        { percent: 10, soakSeconds: 20, approvalSeconds: 90 },
        { percent: 100, soakSeconds: 0, approvalSeconds: 90 },
      ],
      faults: [{ counts: 'router-write', number: 4, fault: { kind: 'function-dies', delayMs: 5811 } }],
    },
  },
  {
    name: 'a release while an earlier try of the revert is on its way to a key value store',
    schedule: {
      ...CALM,
      seed: 922,
      router: 'cloudfront-kvs',
      stages: [
        { percent: 50, soakSeconds: 0, approvalSeconds: null },
        { percent: 100, soakSeconds: 0, approvalSeconds: 90 },
      ],
      faults: [
        { counts: 'router-write', number: 3, fault: { kind: 'function-left-behind', delayMs: 34117 } },
      ],
    },
  },
  {
    name: 'an earlier try of the revert that writes after the release',
    schedule: {
      ...CALM,
      seed: 222,
      router: 'cloudfront-kvs',
      stages: [{ percent: 100, soakSeconds: 20, approvalSeconds: null }],
      deeds: [{ atCall: 13, afterMs: 0, deed: { kind: 'command', says: 'abort' } }],
      faults: [{ counts: 'any', number: 21, fault: { kind: 'function-left-behind', delayMs: 8284 } }],
    },
  },
  {
    name: 'a revert by hand beside that of the cutover',
    schedule: {
      ...CALM,
      seed: 65,
      router: 'route53',
      stages: [
        { percent: 50, soakSeconds: 0, approvalSeconds: null },
        { percent: 100, soakSeconds: 0, approvalSeconds: null },
      ],
      deeds: [{ atCall: 22, afterMs: 0, deed: { kind: 'revert-by-hand', named: 'by-hand' } }],
    },
  },
  {
    name: 'a revert by hand that begins after that of the guard',
    schedule: {
      ...CALM,
      seed: 218,
      router: 'cloudfront-kvs',
      stages: [{ percent: 100, soakSeconds: 20, approvalSeconds: null }],
      deeds: [
        {
          atCall: 8,
          afterMs: 0,
          deed: { kind: 'stop' },
          followedBy: { deed: { kind: 'revert-by-hand', named: 'by-hand' }, afterMs: 4143 },
        },
      ],
    },
  },
  {
    name: 'a revert by hand that reaches the route under the next cutover',
    schedule: {
      ...CALM,
      seed: 335,
      router: 'alb',
      stages: [
        { percent: 50, soakSeconds: 0, approvalSeconds: null },
        { percent: 100, soakSeconds: 0, approvalSeconds: null },
      ],
      skewMs: 1000,
      slowPercent: 40,
      secondWhenFree: true,
      deeds: [{ atCall: 1, afterMs: 34565, deed: { kind: 'revert-by-hand', named: 'by-hand' } }],
      faults: [{ counts: 'any', number: 30, fault: { kind: 'repeated' } }],
    },
  },
  {
    name: 'a change by someone else after a revert has written to a load balancer, with a pause that stays',
    schedule: {
      ...CALM,
      seed: 20272190,
      router: 'alb',
      stages: [{ percent: 100, soakSeconds: 0, approvalSeconds: null }],
      skewMs: 2000,
      deeds: [
        { atCall: 52, afterMs: 1703, deed: { kind: 'foreign-change', percent: 20 } },
        { atCall: 36, afterMs: 0, deed: { kind: 'revert-by-hand', named: 'as-its-revert' } },
        {
          atCall: 10,
          afterMs: 0,
          deed: { kind: 'command', says: 'pause' },
          followedBy: { deed: { kind: 'command', says: 'resume' }, afterMs: 0 },
        },
      ],
    },
  },
];
