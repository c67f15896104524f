/** `ALARM(x)`, `OK("x")`, `INSUFFICIENT_DATA('x')`, and the list that ends `AT_LEAST(2, ALARM, ("x", y))`. */
const REFERENCES =
  /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*(?:,\s*)?\(\s*((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'()])*)\)/g;
const REFERENCE = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+/g;

/**
 * The names of the alarms that the rule of a composite alarm looks at, each once. A reference may be a name or an ARN, in
 * quotes or bare.
 * Source: Amazon CloudWatch User Guide, "Composite alarms", "Rule expressions".
 */
export function alarmNamesIn(rule: string): readonly string[] {
  const references = [...rule.matchAll(REFERENCES)].flatMap(([, list]) => list?.match(REFERENCE) ?? []);
  return [...new Set(references.map(nameOf))];
}

/** `"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:name"` is the alarm `name`. */
function nameOf(reference: string): string {
  return reference
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\(.)/gs, '$1')
    .replace(/^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/, '');
}
