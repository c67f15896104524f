import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { readDefinition } from '../definition';
import { type FunctionName, guardNames } from '../tasks';

/**
 * The functions without which traffic does not move back: those of the revert machine, the one that sees
 * whether a revert is done, and the guards that start it.
 */
export function revertFunctions(): readonly FunctionName[] {
  return [...readDefinition('revert').tasks, 'CheckRevert', ...guardNames];
}

/** Problems of the prop `revertConcurrency`. Whether the account has that much shows at deployment. */
export function revertConcurrencyProblems(concurrency: number | undefined): Problem[] {
  const isValid = Number.isInteger(concurrency) && Number(concurrency) >= 1;
  if (concurrency === undefined || Token.isUnresolved(concurrency) || isValid) {
    return [];
  }
  const message =
    `is ${concurrency}; must be a whole number of at least 1: it is reserved for each of ` +
    `${revertFunctions().length} functions`;
  return [{ path: 'revertConcurrency', message }];
}
