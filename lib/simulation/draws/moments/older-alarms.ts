import fc from 'fast-check';
import type { Moment } from './moment';

/** An alarm has been in ALARM before the cutover has its lock, and its event arrives in the first soak. */
export const olderAlarms: Moment = {
  fits: () => true,
  faults: fc
    .tuple(fc.integer({ min: 10, max: 40 }), fc.integer({ min: 1, max: 2 }))
    .map(([delaySeconds, times]) => [
      { kind: 'task-fails', task: 'ValidatePlan', times: 1, delaySeconds, at: 0, forSeconds: 120 },
      { kind: 'alarm-fires', forSeconds: 2, atInvocation: { task: 'ValidatePlan' } },
      { kind: 'task-fails', task: 'GuardAlarm', times, at: 0, forSeconds: 300 },
    ]),
};
