/** A query of an alarm: a metric, or math over the queries that it names by their ids. */
export interface MathQuery {
  readonly Id?: string | undefined;
  readonly Expression?: string | undefined;
  readonly ReturnData?: boolean | undefined;
}

/** Functions that have a value where their arguments have none. */
const FILLING = /\b(FILL|TIME_SERIES)\s*\(/i;
/** An id begins with a lower case letter (API Reference, MetricDataQuery, `Id`). */
const IDS = /\b[a-z][A-Za-z0-9_]*\b/g;

/**
 * Whether the math of an alarm has a value also when none of its metrics has: `FILL(errors, 0)`, for example.
 * In `FILL(errors, 0) / requests` the requests may be missing, and the result with them.
 * Source: Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
 */
export function fillsMissing(queries: readonly MathQuery[]): boolean {
  const byId = new Map(queries.map((query) => [query.Id, query]));
  return queries.some((query) => query.ReturnData !== false && isFilled(query, byId));
}

/** Ids never form a cycle, because CloudWatch refuses such an alarm. */
function isFilled({ Expression }: MathQuery, byId: ReadonlyMap<string | undefined, MathQuery>): boolean {
  if (Expression === undefined) {
    return false;
  }
  const { rest, isFilling } = withoutFilling(Expression);
  const others = (rest.match(IDS) ?? []).flatMap((id) => byId.get(id) ?? []);
  return (isFilling || others.length > 0) && others.every((one) => isFilled(one, byId));
}

/** An expression without its filling functions and what they enclose. */
function withoutFilling(expression: string): { readonly rest: string; readonly isFilling: boolean } {
  const found = FILLING.exec(expression);
  if (found === null) {
    return { rest: expression, isFilling: false };
  }
  let end = found.index + found[0].length;
  for (let open = 1; open > 0 && end < expression.length; end += 1) {
    open += { '(': 1, ')': -1 }[expression[end] as string] ?? 0;
  }
  const after = withoutFilling(expression.slice(end));
  return { rest: `${expression.slice(0, found.index)} ${after.rest}`, isFilling: true };
}
