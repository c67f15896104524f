import type { Section, Template, TemplateResource } from '../template';

/** A stack, or a nested one, with its template before and after. */
export interface ComparedStack {
  /** As in `StackChange.stack`. */
  readonly stack: string;
  readonly isNested: boolean;
  readonly old: Template;
  readonly fresh: Template;
  /** Values of parameters that the deployment sets. */
  readonly parameters?: Section;
}

/** All stacks that are compared, by their names. */
export type ComparedStacks = ReadonlyMap<string, ComparedStack>;

/** Where a value of a template stands. */
export interface TemplatePoint {
  readonly stack: ComparedStack;
  readonly world: ComparedStacks;
  /** References that were followed to get here. A template may refer in a circle. */
  readonly followed?: number;
}

/** More references than this are a circle. */
const MOST_FOLLOWED = 20;

/** The place after a reference has been followed; null in a circle. */
export function pointAfter(from: TemplatePoint, to: TemplatePoint): TemplatePoint | null {
  const count = (from.followed ?? 0) + 1;
  return count > MOST_FOLLOWED ? null : { ...to, followed: count };
}

/** A resource, with the place of its values. */
export interface PlacedResource extends TemplatePoint {
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/** The resources of one side of every stack. */
export function resourcesOn(side: 'old' | 'fresh', world: ComparedStacks): PlacedResource[] {
  return [...world.values()].flatMap((stack) =>
    Object.entries(stack[side].resources).map(([logicalId, resource]) => ({
      stack,
      world,
      logicalId,
      resource,
    })),
  );
}

const liveByWorld = new WeakMap<ComparedStacks, readonly PlacedResource[]>();

/** The resources that exist, as they are after the deployment if they remain. */
export function liveResources(world: ComparedStacks): readonly PlacedResource[] {
  const known = liveByWorld.get(world);
  const live =
    known ??
    resourcesOn('old', world).map((one) => {
      const after = one.stack.fresh.resources[one.logicalId];
      return after?.Type === one.resource.Type ? { ...one, resource: after } : one;
    });
  liveByWorld.set(world, live);
  return live;
}

/** Whether the deployment adds a resource of a stack. */
export function isAdded(logicalId: string, { old, fresh }: ComparedStack): boolean {
  return logicalId in fresh.resources && !(logicalId in old.resources);
}

/** The stack around a nested one, and the logical id of the nested one in it; null for any other. */
export function parentOf({
  stack,
  world,
}: TemplatePoint): { place: TemplatePoint; logicalId: string } | null {
  const slash = stack.stack.lastIndexOf('/');
  const parent = world.get(stack.stack.slice(0, slash));
  return stack.isNested && parent !== undefined
    ? { place: { stack: parent, world }, logicalId: stack.stack.slice(slash + 1) }
    : null;
}

/** The nested stack with a logical id; null if its template is not known. */
export function nestedIn({ stack, world }: TemplatePoint, logicalId: string): TemplatePoint | null {
  const nested = world.get(`${stack.stack}/${logicalId}`);
  return nested === undefined ? null : { stack: nested, world };
}
