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

/**
 * The dynamic references of a text, or of texts that `Fn::Join` or `Fn::Sub` join. References to one version
 * are left out: their values do not change.
 */
export function dynamicReferences(value: Value): DynamicReference[] {
  const parts = partsOf(value);
  if (!parts.some((part) => typeof part === 'string' && part.includes('{{resolve:'))) {
    return [];
  }
  const text = parts.map((part, i) => (typeof part === 'string' ? part : `\uE000${i}\uE000`)).join('');
  return [...text.matchAll(REFERENCE)].flatMap(([, service, rest = '']) => {
    const found = nameOf(service, rest);
    const pieces = (found ?? '').split(MARK);
    const name = pieces.map((piece, i) => (i % 2 === 0 ? piece : (parts[Number(piece)] ?? '')));
    return found === null
      ? []
      : [
          {
            service: service as DynamicReference['service'],
            name: canonicalValue({ 'Fn::Join': ['', name] }),
          },
        ];
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

/**
 * The name of a parameter, or of a secret without its key and stage; null for a reference to one version. An
 * ARN has colons itself. A secret is `name:SecretString:key:stage:version`.
 */
function nameOf(service: string | undefined, rest: string): string | null {
  if (service !== 'secretsmanager') {
    return /:\d+$/.test(rest) ? null : rest;
  }
  const [arn] = rest.match(/^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]*/) ?? [];
  const name = arn ?? rest.replace(/:.*$/, '');
  const [, , , , version = ''] = rest.slice(name.length).split(':');
  return version === '' ? name : null;
}
