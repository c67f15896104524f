import type { ChangeHere } from '../modification';
import { isSection, type Template } from '../template';
import { canonicalValue } from '../values/canonical-value';
import { type Feeds, namedText } from './outside-names';

/** Resources that others read by name when they are deployed, and the properties with what is read. */
const STORES: Readonly<Record<string, { readonly service: string; readonly values: readonly string[] }>> = {
  'AWS::SSM::Parameter': { service: 'ssm', values: ['Name', 'Value'] },
  'AWS::SecretsManager::Secret': {
    service: 'secretsmanager',
    values: ['Name', 'SecretString', 'GenerateSecretString'],
  },
};

/** What a template stores for others, and may change: its parameters and secrets, its outputs and exports. */
export function feedsOf(
  template: Template,
  stack: string,
  changes: Iterable<readonly [id: string, change: ChangeHere]>,
  changedOutputs: Iterable<string>,
): Feeds {
  const feeds = new Map<string, string>();
  for (const [id, change] of changes) {
    const resource = template.resources[id];
    const store = resource === undefined ? undefined : STORES[resource.Type];
    const isRead =
      change.action !== 'Modify' ||
      change.replacement !== 'never' ||
      change.causes.some((cause) => store?.values.includes(cause));
    if (store !== undefined && isRead) {
      const name = namedText(canonicalValue({ Ref: id }), template, stack);
      feeds.set(`${store.service}:${name}`, `${id} of ${stack} changes, whose value is read`);
    }
  }
  for (const name of changedOutputs) {
    feeds.set(`output:${stack}/${name}`, `output ${name} of ${stack} may have another value`);
    const output = template.outputs[name];
    const exported = isSection(output) && isSection(output.Export) ? output.Export.Name : undefined;
    const text = exported === undefined ? null : namedText(canonicalValue(exported), template, stack);
    if (text !== null) {
      feeds.set(`import:${text}`, `export ${text} of ${stack} may have another value`);
    }
  }
  return feeds;
}
