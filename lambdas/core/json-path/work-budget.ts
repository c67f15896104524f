/** The steps that all JSONPaths of one check may take together on one response: about a tenth of a second. */
export const MAX_STEPS = 2_000_000;

/** Evaluation stopped, because it needs more work than its budget allows. */
export class BudgetExceededError extends Error {
  override readonly name = 'BudgetExceededError';
}

/** Counts the steps of evaluations: nodes that are visited, values that are compared, characters matched. */
export interface WorkBudget {
  /** @throws BudgetExceededError */
  spend(steps: number): void;
}

/** A budget that evaluations share. */
export function workBudget(maxSteps = MAX_STEPS): WorkBudget {
  let left = maxSteps;
  return {
    spend: (steps) => {
      left -= steps;
      if (left < 0) {
        throw new BudgetExceededError(`more than ${maxSteps} steps`);
      }
    },
  };
}
