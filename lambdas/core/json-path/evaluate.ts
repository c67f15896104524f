import { type JSONPathQuery, jsonpath, TokenKind } from 'json-p3';
import { PatternError } from './i-regexp-class';
import { childrenOf, isLess, isList, isMapping, type Json, sameJson } from './json-values';
import type { PatternSource } from './patterns';
import type { WorkBudget } from './work-budget';

type Expression = InstanceType<typeof jsonpath.expressions.FilterExpression>;
type Selector = InstanceType<typeof jsonpath.selectors.JSONPathSelector>;

/** What an evaluation works with. */
export interface Evaluation {
  /** The document, which `$` stands for. */
  readonly root: Json;
  readonly budget: WorkBudget;
  readonly patterns: PatternSource;
}

/**
 * The values that a query selects, in the order of RFC 9535. json-p3 parses paths; its evaluation has no
 * limit, so paths are evaluated here, and every step is counted.
 * @param from the value that the query starts at
 * @throws BudgetExceededError
 */
export function selectValues(evaluation: Evaluation, query: JSONPathQuery, from: Json): readonly Json[] {
  return query.segments.reduce<readonly Json[]>(
    (values, { token, selectors }) => {
      const visited =
        token.kind === TokenKind.DDOT
          ? values.flatMap((value) => withDescendants(evaluation, value))
          : values;
      const selected: Json[] = [];
      for (const value of visited) {
        for (const selector of selectors) {
          evaluation.budget.spend(1);
          for (const one of select(evaluation, selector, value)) {
            selected.push(one);
          }
        }
      }
      return selected;
    },
    [from],
  );
}

/** A value and everything inside it, each before what is inside it. */
function withDescendants({ budget }: Evaluation, value: Json): readonly Json[] {
  const found: Json[] = [];
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    const children = childrenOf(next, budget);
    for (let i = children.length - 1; i >= 0; i -= 1) {
      open.push(children[i] as Json);
    }
  }
  return found;
}

function select(evaluation: Evaluation, selector: Selector, value: Json): readonly Json[] {
  if (selector instanceof jsonpath.selectors.NameSelector) {
    return isMapping(value) && Object.hasOwn(value, selector.name) ? [value[selector.name] as Json] : [];
  }
  if (selector instanceof jsonpath.selectors.IndexSelector) {
    const one = isList(value) ? value.at(selector.index) : undefined;
    return one === undefined ? [] : [one];
  }
  if (selector instanceof jsonpath.selectors.SliceSelector) {
    return isList(value) ? slice(value, selector, evaluation.budget) : [];
  }
  const children = childrenOf(value, evaluation.budget);
  return selector instanceof jsonpath.selectors.FilterSelector
    ? children.filter((child) => isTrue(evaluation, selector.expression, child))
    : children;
}

function slice(
  list: readonly Json[],
  { start, stop, step = 1 }: InstanceType<typeof jsonpath.selectors.SliceSelector>,
  budget: WorkBudget,
): readonly Json[] {
  const { length } = list;
  const [low, high] = step < 0 ? [-1, length - 1] : [0, length];
  const bound = (given: number | undefined, otherwise: number) =>
    given === undefined ? otherwise : Math.min(Math.max(given < 0 ? given + length : given, low), high);
  const first = bound(start, step < 0 ? high : low);
  const end = bound(stop, step < 0 ? low : high);
  const found: Json[] = [];
  for (let i = first; step !== 0 && (step > 0 ? i < end : i > end); i += step) {
    budget.spend(1);
    found.push(list[i] as Json);
  }
  return found;
}

/** Whether a test of a filter holds for a value. */
function isTrue(evaluation: Evaluation, expression: Expression, current: Json): boolean {
  evaluation.budget.spend(1);
  if (expression instanceof jsonpath.expressions.LogicalExpression) {
    return isTrue(evaluation, expression.expression, current);
  }
  if (expression instanceof jsonpath.expressions.PrefixExpression) {
    return !isTrue(evaluation, expression.right, current);
  }
  if (expression instanceof jsonpath.expressions.FilterQuery) {
    return nodes(evaluation, expression, current).length > 0;
  }
  if (expression instanceof jsonpath.expressions.InfixExpression) {
    const { left, operator, right } = expression;
    switch (operator) {
      case '&&':
        return isTrue(evaluation, left, current) && isTrue(evaluation, right, current);
      case '||':
        return isTrue(evaluation, left, current) || isTrue(evaluation, right, current);
      default:
        return compares(
          evaluation,
          operandOf(evaluation, left, current),
          operator,
          operandOf(evaluation, right, current),
        );
    }
  }
  return matches(
    evaluation,
    expression as InstanceType<typeof jsonpath.expressions.FunctionExtension>,
    current,
  );
}

function compares(
  { budget }: Evaluation,
  left: Json | undefined,
  operator: string,
  right: Json | undefined,
): boolean {
  switch (operator) {
    case '==':
      return sameJson(left, right, budget);
    case '!=':
      return !sameJson(left, right, budget);
    case '<':
      return isLess(left, right, budget);
    case '>':
      return isLess(right, left, budget);
    case '<=':
      return isLess(left, right, budget) || sameJson(left, right, budget);
    default:
      return isLess(right, left, budget) || sameJson(left, right, budget);
  }
}

/** The value of a literal, a singular query or a function; undefined for none. */
function operandOf(evaluation: Evaluation, expression: Expression, current: Json): Json | undefined {
  evaluation.budget.spend(1);
  if (
    expression instanceof jsonpath.expressions.StringLiteral ||
    expression instanceof jsonpath.expressions.NumberLiteral ||
    expression instanceof jsonpath.expressions.BooleanLiteral
  ) {
    return expression.value;
  }
  if (expression instanceof jsonpath.expressions.FilterQuery) {
    return nodes(evaluation, expression, current)[0];
  }
  if (!(expression instanceof jsonpath.expressions.FunctionExtension)) {
    return null;
  }
  const [argument] = expression.args as [Expression];
  if (expression.name === 'length') {
    return lengthOf(evaluation, operandOf(evaluation, argument, current));
  }
  const found = nodes(evaluation, argument as InstanceType<typeof jsonpath.expressions.FilterQuery>, current);
  return expression.name === 'count' ? found.length : found.length === 1 ? found[0] : undefined;
}

function lengthOf({ budget }: Evaluation, value: Json | undefined): number | undefined {
  if (typeof value === 'string') {
    return value.length;
  }
  return isList(value) || isMapping(value) ? childrenOf(value, budget).length : undefined;
}

/** `match` and `search`. Anything but a text and a pattern does not match. */
function matches(
  evaluation: Evaluation,
  { name, args }: InstanceType<typeof jsonpath.expressions.FunctionExtension>,
  current: Json,
): boolean {
  const [text, pattern] = args.map((arg) => operandOf(evaluation, arg, current));
  if (typeof text !== 'string' || typeof pattern !== 'string') {
    return false;
  }
  // As in json-p3, a pattern with its own ^ or $ is not bound to the whole text.
  const mode = name === 'match' && !/^\^|\$$/.test(pattern) ? 'match' : 'search';
  try {
    evaluation.budget.spend(pattern.length);
    return evaluation.patterns(pattern).matches(text, mode, evaluation.budget);
  } catch (error) {
    // A pattern out of the response: one that cannot be run matches nothing (RFC 9535, 2.4.6).
    if (error instanceof PatternError) {
      return false;
    }
    throw error;
  }
}

function nodes(
  evaluation: Evaluation,
  query: InstanceType<typeof jsonpath.expressions.FilterQuery>,
  current: Json,
): readonly Json[] {
  return selectValues(
    evaluation,
    query.path,
    query instanceof jsonpath.expressions.RootQuery ? evaluation.root : current,
  );
}
