import { isJsonPath, valuesAt } from '../../lambdas/core/json-path/json-path';
import type { ProbeResponse } from '../../lambdas/ports';

/** The side that a response is from; `unknown` if it does not name one. */
export type Side = 'old' | 'new' | 'unknown';

/** Determines the side of a response. */
export type SideRule = (answer: ProbeResponse) => Side;

/**
 * Parses a rule: `header:NAME=VALUE`, `status=CODE` or `json:PATH=VALUE` (a JSONPath; text, numbers and
 * booleans are compared as text). The side of a response without the header, or without a value at the path,
 * is `unknown`.
 * @returns null if the text is not a rule
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
  // A path may contain "=", as in a filter: the last one separates the value.
  const json = /^json:(.+)=([^=]*)$/.exec(text);
  const [, path = '', value] = json ?? [];
  return json !== null && isJsonPath(path) ? (answer) => sideOf(valuesIn(answer, path), value) : null;
}

function sideOf(found: readonly unknown[], value: string | undefined): Side {
  const values = found.filter((one) => one !== undefined);
  if (values.length === 0) {
    return 'unknown';
  }
  return values.some((one) => `${one}` === value) ? 'new' : 'old';
}

function valuesIn({ body }: ProbeResponse, path: string): readonly unknown[] {
  try {
    const found = valuesAt(path, JSON.parse(body));
    return found === null || found === 'too much work' ? [] : found;
  } catch {
    return [];
  }
}
