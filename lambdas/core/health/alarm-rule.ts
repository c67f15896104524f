/**
 * `ALARM(x)`, `OK("x")`, `INSUFFICIENT_DATA('x')`, and the list at the end of `AT_LEAST(2, ALARM, ("x", y))`.
 */
const REFERENCES =
  /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*(?:,\s*)?\(\s*((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'()])*)\)/g;
const REFERENCE = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,"']+/g;

/**
 * The names of the alarms in the rule of a composite alarm, each once. The rule may name an alarm or give its
 * ARN, with or without quotes.
 * Source: Amazon CloudWatch User Guide, "Composite alarms", "Rule expressions".
 */
export function alarmNamesIn(rule: string): readonly string[] {
  const references = [...rule.matchAll(REFERENCES)].flatMap(([, list]) => list?.match(REFERENCE) ?? []);
  return [...new Set(references.map(alarmNameOf))];
}

/** `"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:name"` is the alarm `name`. */
function alarmNameOf(reference: string): string {
  return reference
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\(.)/gs, '$1')
    .replace(/^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/, '');
}
