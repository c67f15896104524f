import { type ComparedStacks, liveResources, type PlacedResource } from './compared';
import { textOfResource } from './value-text';

const byWorld = new WeakMap<ComparedStacks, ReadonlyMap<string, PlacedResource>>();

/**
 * The resource that exists and that a text refers to, by its id or by one of its attributes.
 * @param text as `valueText` gives it
 */
export function liveResourceOf(text: string, world: ComparedStacks): PlacedResource | undefined {
  const [, reference] = text.match(/^(<[^:>]*:[^:>]*)(?::[^>]*)?>$/) ?? [];
  return reference === undefined ? undefined : resourcesByText(world).get(reference);
}

function resourcesByText(world: ComparedStacks): ReadonlyMap<string, PlacedResource> {
  const known = byWorld.get(world);
  const found =
    known ?? new Map(liveResources(world).map((one) => [textOfResource(one.logicalId, one), one]));
  byWorld.set(world, found);
  return found;
}
