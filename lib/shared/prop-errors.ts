import type { IConstruct } from 'constructs';
import { describeProblems, type Problem } from '../../lambdas/core/validation/problems';

/** The error of a synth that lists every problem, each with its field and the remedy. */
export function propErrors(scope: IConstruct, problems: readonly Problem[]): Error {
  return new Error(`${scope.node.path} is not set up right:\n${describeProblems(problems)}`);
}

/** @throws Error at synth when there are problems */
export function refuse(scope: IConstruct, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw propErrors(scope, problems);
  }
}
