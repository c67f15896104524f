import type { TargetReading } from '../shared/readings';

/** Whether a target can serve: it is healthy, or its group has no health checks that could say so. */
export function canServe({ state, unchecked }: TargetReading): boolean {
  return state === 'healthy' || unchecked === true;
}
