import { compile } from 'json-p3';
import { selectValues } from './evaluate';
import type { Json } from './json-values';
import { patternProblem, patternSource } from './patterns';
import { BudgetExceededError, MAX_STEPS, type WorkBudget, workBudget } from './work-budget';

/** What is wrong with a JSONPath, as "must be …" or "has …"; null if nothing is. */
export function jsonPathProblem(path: string): string | null {
  try {
    const problem = patternProblem(compile(path));
    return problem === null
      ? null
      : `has a pattern that ${problem}; match() and search() need an I-Regexp (RFC 9485)`;
  } catch {
    return 'must be a JSONPath (RFC 9535), such as $.status';
  }
}

/** Whether the text is a JSONPath (RFC 9535) that can be evaluated in bounded time. */
export function isJsonPath(path: string): boolean {
  return jsonPathProblem(path) === null;
}

/**
 * Every value that a JSONPath selects.
 * @param document a result of `JSON.parse`
 * @param budget shared by the paths that are evaluated on one response
 * @returns null if the path is not a JSONPath; `too much work` if the budget is used up
 */
export function valuesAt(
  path: string,
  document: unknown,
  budget: WorkBudget = workBudget(),
): readonly unknown[] | 'too much work' | null {
  if (!isJsonPath(path)) {
    return null;
  }
  const root = document as Json;
  try {
    return selectValues({ root, budget, patterns: patternSource() }, compile(path), root);
  } catch (error) {
    if (error instanceof BudgetExceededError) {
      return 'too much work';
    }
    throw error;
  }
}

/** The budget in words, for the reason of a check. */
export const BUDGET_TEXT = `${MAX_STEPS.toLocaleString('en-US')} steps`;
