import type { ValueKind } from '../specification/specification';
import { isSection, type Value } from '../template';

/** A number as CloudFormation and JSON write it. */
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** Digits that a number holds without loss. */
const EXACT_DIGITS = 15;

const FUNCTION = /^(?:Ref$|Fn::|Condition$)/;

/**
 * A value with one spelling for what its property reads as the same: `"true"` and `True` for a boolean, `10`
 * and `10.0` for a number. Text is unchanged, so that version 1.10 differs from 1.1.
 */
export function specifiedValue(value: Value, kind: ValueKind): Value {
  if (kind.kind === 'text') {
    return value;
  }
  if (typeof value === 'string') {
    return kind.kind === 'boolean' ? booleanOf(value) : kind.kind === 'number' ? numberOf(value) : value;
  }
  if (!isSection(value)) {
    const inside = kind.kind === 'list' ? kind.of : kind;
    return value.map((one) => specifiedValue(one, inside));
  }
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && FUNCTION.test(first[0])) {
    return ofFunction(first[0], first[1], kind);
  }
  const fieldKind = (name: string): ValueKind =>
    kind.kind === 'fields' ? kind.field(name) : kind.kind === 'map' ? kind.of : kind;
  return Object.fromEntries(entries.map(([name, one]) => [name, specifiedValue(one, fieldKind(name))]));
}

/** The branches of `Fn::If` are values of the property; the arguments of other functions are not. */
function ofFunction(name: string, argument: Value, kind: ValueKind): Value {
  if (name !== 'Fn::If' || typeof argument === 'string' || isSection(argument)) {
    return { [name]: argument };
  }
  const [condition = '', ...branches] = argument;
  return { [name]: [condition, ...branches.map((one) => specifiedValue(one, kind))] };
}

/** Boolean properties take these texts in any case (cfn-lint, `BOOLEAN_STRINGS_TRUE`). */
function booleanOf(text: string): string {
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text;
}

function numberOf(text: string): string {
  return NUMBER.test(text) && text.replace(/[^\d]/g, '').length <= EXACT_DIGITS ? String(Number(text)) : text;
}
