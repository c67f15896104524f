import { CDK_METADATA } from '../modification';
import { same, sameProperty } from '../same';
import type { Section, Template, TemplateResource } from '../template';

/** Sections without an effect on any resource. */
const IDLE = new Set(['AWSTemplateFormatVersion', 'Description', 'Rules', 'Metadata']);

/** The parameter that CDK adds to check the bootstrap stack. No resource reads it. */
export const BOOTSTRAP_VERSION = 'BootstrapVersion';

/** The condition of CDK's metadata resource. */
const METADATA_CONDITION = /^CDKMetadataAvailable/;

/**
 * Whether two templates differ in anything that makes CloudFormation update a stack. What CDK adds for itself
 * does not count.
 */
export function templatesDiffer(old: Template, fresh: Template): boolean {
  if (old === fresh) {
    return false;
  }
  const sections = [
    [old.parameters, fresh.parameters, (name: string) => name === BOOTSTRAP_VERSION],
    [old.mappings, fresh.mappings, () => false],
    [old.conditions, fresh.conditions, (name: string) => METADATA_CONDITION.test(name)],
    [old.outputs, fresh.outputs, () => false],
    [old.rest, fresh.rest, (name: string) => IDLE.has(name)],
  ] as const;
  return (
    sections.some(([before, after, isIdle]) =>
      namesOf(before, after).some((name) => !isIdle(name) && !same(before[name], after[name])),
    ) || namesOf(old.resources, fresh.resources).some((id) => differ(old.resources[id], fresh.resources[id]))
  );
}

function differ(old: TemplateResource | undefined, fresh: TemplateResource | undefined): boolean {
  if (old?.Type === CDK_METADATA || fresh?.Type === CDK_METADATA) {
    return old !== undefined && fresh !== undefined && old.Type !== fresh.Type;
  }
  return (
    old?.Type !== fresh?.Type ||
    someDiffer(old?.Properties ?? {}, fresh?.Properties ?? {}, (name) => [fresh?.Type ?? '', name]) ||
    someDiffer(old?.attributes ?? {}, fresh?.attributes ?? {}, () => null)
  );
}

function someDiffer(
  old: Section,
  fresh: Section,
  propertyOf: (name: string) => readonly [type: string, name: string] | null,
): boolean {
  return namesOf(old, fresh).some((name) => {
    const property = propertyOf(name);
    return property === null
      ? !same(old[name], fresh[name])
      : !sameProperty(...property, old[name], fresh[name]);
  });
}

function namesOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
