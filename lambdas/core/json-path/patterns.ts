import { type JSONPathQuery, jsonpath } from 'json-p3';
import { compilePattern, type Pattern } from './i-regexp';
import type { PatternError } from './i-regexp-class';

type Expression = InstanceType<typeof jsonpath.expressions.FilterExpression>;

/** Compiles patterns, each of them once. */
export type PatternSource = (pattern: string) => Pattern;

/** A source that keeps what it has compiled. */
export function patternSource(): PatternSource {
  const known = new Map<string, Pattern>();
  return (pattern) => {
    const compiled = known.get(pattern) ?? compilePattern(pattern);
    known.set(pattern, compiled);
    return compiled;
  };
}

/** Why a pattern that is written in a path cannot be run; null if there is none such. */
export function patternProblem(query: JSONPathQuery): string | null {
  for (const pattern of query.segments.flatMap(({ selectors }) => selectors).flatMap(patternsOfSelector)) {
    try {
      compilePattern(pattern);
    } catch (error) {
      return (error as PatternError).message;
    }
  }
  return null;
}

function patternsOfSelector(selector: unknown): string[] {
  return selector instanceof jsonpath.selectors.FilterSelector ? patternsOf(selector.expression) : [];
}

function patternsOf(expression: Expression): string[] {
  if (expression instanceof jsonpath.expressions.LogicalExpression) {
    return patternsOf(expression.expression);
  }
  if (expression instanceof jsonpath.expressions.PrefixExpression) {
    return patternsOf(expression.right);
  }
  if (expression instanceof jsonpath.expressions.InfixExpression) {
    return [...patternsOf(expression.left), ...patternsOf(expression.right)];
  }
  if (expression instanceof jsonpath.expressions.FilterQuery) {
    return expression.path.segments.flatMap(({ selectors }) => selectors).flatMap(patternsOfSelector);
  }
  if (expression instanceof jsonpath.expressions.FunctionExtension) {
    const { name, args } = expression;
    const pattern = args[1];
    const own =
      pattern instanceof jsonpath.expressions.StringLiteral && ['match', 'search'].includes(name)
        ? [pattern.value]
        : [];
    return [...own, ...args.flatMap(patternsOf)];
  }
  return [];
}
