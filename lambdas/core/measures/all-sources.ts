import { comparisonOf } from '../comparison/comparison-of';
import { type Measured, requestSources } from './measures';

/** Every source that is read for a path of the plan, each once. */
export function allSources(plan: Measured): readonly string[] {
  const compared = comparisonOf(plan);
  return [...new Set([...(requestSources(plan) ?? []), ...(compared?.old ?? []), ...(compared?.new ?? [])])];
}
