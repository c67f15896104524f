import * as v from 'valibot';
import { checkQuery, type Query } from '../../core/gates/query-gate';
import { describeProblems } from '../../core/validation/problems';
import { json, readVariables } from './environment';

/** The query, checked as the construct checks it at synth. */
const query = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, Query>(({ dataset, addIssue, NEVER }) => {
    const checked = checkQuery(dataset.value);
    if (checked.ok) {
      return checked.value;
    }
    addIssue({ message: `must be a query: ${describeProblems(checked.problems)}` });
    return NEVER;
  }),
);

/**
 * The one variable of the gate that asks a URL. It has a file of its own, because the other functions would
 * carry the evaluation of JSONPaths.
 * @throws ValidationError if it is missing or not valid
 */
export function queryEnvironment(from: Readonly<Record<string, string | undefined>> = process.env): {
  readonly GATE_QUERY: Query;
} {
  return readVariables({ GATE_QUERY: json(query, 'must be the query of the gate as JSON') }, from);
}
