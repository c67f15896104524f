import { isSection } from '../template';
import type { PlacedResource } from './compared';

/**
 * The resources that a loop (`Fn::ForEach`) creates, once each, with the variable of the loop in their
 * names.
 */
export function loopMembers(loop: PlacedResource): PlacedResource[] {
  const { Value: value } = loop.resource.Properties;
  const body = Array.isArray(value) ? value.at(-1) : value;
  if (body === undefined || !isSection(body)) {
    return [];
  }
  return Object.entries(body).flatMap(([logicalId, one]): PlacedResource[] => {
    if (logicalId.startsWith('Fn::')) {
      return loopMembers({ ...loop, resource: { ...loop.resource, Properties: { Value: one } } });
    }
    if (!isSection(one) || typeof one.Type !== 'string') {
      return [];
    }
    const { Type, Properties = {}, ...attributes } = one;
    return isSection(Properties) ? [{ ...loop, logicalId, resource: { Type, Properties, attributes } }] : [];
  });
}
