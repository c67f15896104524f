import { shorten } from '../health/verdict';
import { BUDGET_TEXT, valuesAt } from '../json-path/json-path';
import { plural } from '../shared/plural';
import type { ProbeFailure, ProbeResponse } from '../smoke-test/http-answer';
import type { GateAnswer } from './gate-answer';
import { type FoundValues, prometheusValues } from './prometheus-values';
import type { Query } from './query-gate';

type Judged = Pick<GateAnswer, 'verdict' | 'reason'>;

const HOLDS: Readonly<Record<Query['passWhen']['comparison'], (value: number, than: number) => boolean>> = {
  below: (value, than) => value < than,
  'at-most': (value, than) => value <= than,
  above: (value, than) => value > than,
  'at-least': (value, than) => value >= than,
  'equal-to': (value, than) => value === than,
};

/**
 * Judges the answer to a query: every value must meet the threshold. The reason has the numbers, and nothing
 * else of the answer.
 */
export function judgeQuery(query: Query, answer: ProbeResponse | ProbeFailure): Judged {
  if ('failure' in answer) {
    return { verdict: 'error', reason: answer.failure };
  }
  const { status, body, truncated } = answer;
  if (status < 200 || status > 299) {
    return { verdict: 'error', reason: `the answer has status ${status}; must be 200 to 299` };
  }
  if (truncated) {
    return { verdict: 'error', reason: 'the answer is too long; narrow the query' };
  }
  const document = parsed(body);
  if (document === undefined) {
    return { verdict: 'error', reason: 'the answer is not JSON' };
  }
  const found =
    query.jsonPath === undefined ? prometheusValues(document) : selected(query.jsonPath, document);
  return 'problem' in found
    ? { verdict: 'error', reason: found.problem }
    : judgeValues(query, found.values.map(numberOf));
}

/** A value that is not a number says nothing. Prometheus answers NaN for a ratio of nothing to nothing. */
function judgeValues({ passWhen, whenEmpty }: Query, all: readonly (number | null)[]): Judged {
  const { comparison, threshold } = passWhen;
  const must = `must be ${comparison.replace('-', ' ')} ${threshold}`;
  const values = all.filter((value) => value !== null);
  const [worst] = values.filter((value) => !HOLDS[comparison](value, threshold));
  if (worst !== undefined) {
    const many = values.length === 1 ? '' : `, one of ${plural(values.length, 'value')}`;
    return { verdict: 'fail', reason: `is ${worst}${many}; ${must}` };
  }
  if (values.length < all.length || all.length === 0) {
    const missing = all.length === 0 ? 'the answer has no value' : 'the answer has a value that is no number';
    return { verdict: whenEmpty, reason: `${missing}; ${must}` };
  }
  return { verdict: 'pass', reason: `${shorten(values.join(', '), 100)}; ${must}` };
}

/** Numbers, and text that reads as one, as Prometheus writes them. NaN is no number. */
function numberOf(value: unknown): number | null {
  const text = typeof value === 'string' ? value.trim().replace(/^([+-]?)Inf$/, '$1Infinity') : value;
  const number = typeof text === 'string' && text !== '' ? Number(text) : text;
  return typeof number === 'number' && !Number.isNaN(number) ? number : null;
}

function selected(path: string, document: unknown): FoundValues {
  const values = valuesAt(path, document);
  if (values === 'too much work' || values === null) {
    return { problem: `${path} needs more than ${BUDGET_TEXT} in this answer` };
  }
  return { values };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
