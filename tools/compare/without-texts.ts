/** Fields of a golden result that hold text. Times, weights, counts, outcomes and order are compared. */
const TEXTS_OF_RESULTS = new Set(['reason']);

/** Fields of a template that hold text for people, or code that is inlined instead of being an asset. */
const TEXTS_OF_TEMPLATES = new Set(['Description', 'AlarmDescription', 'Comment', 'reason', 'FunctionCode']);

/** What an asset's key and file name contain: the hash of its content. */
const ASSET_HASH = /[0-9a-f]{64}/g;

/** What differs between two results of a rehearsal, texts aside. */
export function goldenDifferences(before: unknown, after: unknown): readonly string[] {
  return differences(withoutDetails(before), withoutDetails(after), '', TEXTS_OF_RESULTS);
}

/** A result with the time, and the state if any, of each line of its timeline: `0.076 AcquireLock`. */
function withoutDetails(result: unknown): unknown {
  const lines = isRecord(result) && Array.isArray(result.timeline) ? result.timeline : null;
  return isRecord(result) && lines !== null
    ? {
        ...result,
        timeline: lines.map((line) => /^[\d.]+( (?:#\d+ )?[A-Z]\w+(?=:))?/.exec(String(line))?.[0]),
      }
    : result;
}

/**
 * What differs between two templates, apart from asset hashes, descriptions, and the comments and
 * expressions of state machines. Logical ids are keys of the template, so one that changes is a difference.
 */
export function templateDifferences(before: unknown, after: unknown): readonly string[] {
  return differences(blank(before), blank(after), '', TEXTS_OF_TEMPLATES);
}

/**
 * What a state machine does, apart from its comments, and from its expressions and names of errors. Those
 * may be renamed together with the steps, and goldens and tests hold them.
 */
const FLOW = new Set([
  ...['StartAt', 'States', 'Type', 'Next', 'Default', 'End', 'Choices', 'Retry', 'Catch', 'Resource'],
  ...['TimeoutSeconds', 'MaxAttempts', 'IntervalSeconds', 'BackoffRate'],
]);

/** The value without asset hashes, and with each definition of a state machine reduced to its flow. */
function blank(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith('{') && value.includes('"StartAt"')
      ? flowOf(JSON.parse(value))
      : value.replace(ASSET_HASH, '<hash>');
  }
  if (Array.isArray(value)) {
    return value.map(blank);
  }
  if (!isRecord(value)) {
    return value;
  }
  const fields = Array.isArray(value.Metrics) ? { ...value, Metrics: numbered(value.Metrics) } : value;
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, blank(one)]));
}

/** The metrics of an alarm with numbers as ids, also in its expression: they are local to the alarm. */
function numbered(metrics: readonly unknown[]): unknown {
  return metrics.reduce((text: string, metric, i) => {
    const id = isRecord(metric) ? String(metric.Id) : '';
    return /^\w+$/.test(id) ? text.replace(new RegExp(`\\b${id}\\b`, 'g'), `metric-${i}`) : text;
  }, JSON.stringify(metrics));
}

function flowOf(definition: unknown, isStates = false): unknown {
  if (Array.isArray(definition)) {
    return definition.map((one) => flowOf(one));
  }
  return isRecord(definition)
    ? Object.fromEntries(
        Object.entries(definition)
          .filter(([key]) => isStates || FLOW.has(key))
          .map(([key, one]) => [key, flowOf(one, key === 'States')]),
      )
    : definition;
}

function differences(before: unknown, after: unknown, path: string, texts: ReadonlySet<string>): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const lengths =
      before.length === after.length ? [] : [`${path}: ${before.length} → ${after.length} entries`];
    return [
      ...lengths,
      ...before.flatMap((one, i) =>
        i < after.length ? differences(one, after[i], `${path}[${i}]`, texts) : [],
      ),
    ];
  }
  if (isRecord(before) && isRecord(after)) {
    const gained = Object.keys(after).filter((key) => !(key in before));
    return [
      ...gained.map((key) => `${path}.${key}: only after`),
      ...Object.entries(before).flatMap(([key, one]) => {
        if (texts.has(key)) {
          return [];
        }
        return key in after
          ? differences(one, after[key], `${path}.${key}`, texts)
          : [`${path}.${key}: only before`];
      }),
    ];
  }
  return Object.is(before, after) ? [] : [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
