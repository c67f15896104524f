import { isJsonPath, valuesAt } from '../../lambdas/core/smoke-test/json-path';
import type { ProbeResponse } from '../../lambdas/ports';

/** Which side an answer is from; `unknown` when it does not tell. */
export type Side = 'old' | 'new' | 'unknown';

/** Tells from which side an answer is. */
export type SideRule = (answer: ProbeResponse) => Side;

/**
 * Reads a rule: `header:NAME=VALUE`, `status=CODE` or `json:PATH=VALUE` (a JSONPath; text, numbers and booleans are compared as they are
 * written). An answer without the header, or without a value at the path, is from neither side.
 * @returns null when the text is none of these
 */
export function readSideRule(text: string): SideRule | null {
  const status = /^status=([1-5][0-9]{2})$/.exec(text)?.[1];
  if (status !== undefined) {
    return (answer) => (answer.status === Number(status) ? 'new' : 'old');
  }
  const header = /^header:([A-Za-z0-9!#$%&'*+.^_`|~-]+)=(.+)$/.exec(text);
  if (header !== null) {
    const [, name = '', value] = header;
    return ({ headers }) => sideOf([headers[name.toLowerCase()]], value);
  }
  // A path may hold "=", as in a filter: the last one counts.
  const json = /^json:(.+)=([^=]*)$/.exec(text);
  const [, path = '', value] = json ?? [];
  return json !== null && isJsonPath(path) ? (answer) => sideOf(valuesIn(answer, path), value) : null;
}

function sideOf(found: readonly unknown[], value: string | undefined): Side {
  const told = found.filter((one) => one !== undefined);
  if (told.length === 0) {
    return 'unknown';
  }
  return told.some((one) => `${one}` === value) ? 'new' : 'old';
}

function valuesIn({ body }: ProbeResponse, path: string): readonly unknown[] {
  try {
    return valuesAt(path, JSON.parse(body)) ?? [];
  } catch {
    return [];
  }
}
