import { isSection, type Value } from '../template';
import { canonicalValue } from '../values/canonical-value';

/**
 * A value that CloudFormation reads from another service when it deploys. Source: User Guide, "Get values
 * stored in other services using dynamic references".
 */
export interface DynamicReference {
  readonly service: 'ssm' | 'ssm-secure' | 'secretsmanager';
  /** The name or the ARN of the parameter or secret, which may have functions in it. */
  readonly name: Value;
}

const REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):(.+?)\}\}/g;

/** Stands for a function among the texts that it is joined with. */
const MARK = /\uE000(\d+)\uE000/;

/** The dynamic references of a text, or of texts that `Fn::Join` or `Fn::Sub` join. */
export function dynamicReferences(value: Value): DynamicReference[] {
  const parts = partsOf(value);
  if (!parts.some((part) => typeof part === 'string' && part.includes('{{resolve:'))) {
    return [];
  }
  const text = parts.map((part, i) => (typeof part === 'string' ? part : `\uE000${i}\uE000`)).join('');
  return [...text.matchAll(REFERENCE)].map(([, service, rest = '']) => {
    const pieces = nameOf(service, rest).split(MARK);
    const name = pieces.map((piece, i) => (i % 2 === 0 ? piece : (parts[Number(piece)] ?? '')));
    return {
      service: service as DynamicReference['service'],
      name: canonicalValue({ 'Fn::Join': ['', name] }),
    };
  });
}

function partsOf(value: Value): readonly Value[] {
  if (typeof value === 'string') {
    return [value];
  }
  const join = isSection(value) ? value['Fn::Join'] : undefined;
  const [delimiter, list] = Array.isArray(join) ? join : [];
  return delimiter === '' && Array.isArray(list) ? list : [];
}

/** The name without its version, or without the key and the version of a secret. An ARN has colons itself. */
function nameOf(service: string | undefined, rest: string): string {
  if (service !== 'secretsmanager') {
    return rest.replace(/:\d+$/, '');
  }
  const [arn] = rest.match(/^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]*/) ?? [];
  return arn ?? rest.replace(/:.*$/, '');
}
