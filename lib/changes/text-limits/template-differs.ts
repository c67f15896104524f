import { CDK_METADATA } from '../modification';
import { valueKey } from '../same';
import type { Section, Template, Value } from '../template';

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
  return keyOf(old) !== keyOf(fresh);
}

function keyOf({ resources, parameters, mappings, conditions, outputs, rest }: Template): string {
  const own = Object.entries(resources).filter(([, { Type }]) => Type !== CDK_METADATA);
  const all: Record<string, Section> = {
    resources: Object.fromEntries(own) as unknown as Section,
    parameters: without(parameters, (name) => name === BOOTSTRAP_VERSION),
    mappings,
    conditions: without(conditions, (name) => METADATA_CONDITION.test(name)),
    outputs,
    rest: without(rest, (name) => IDLE.has(name)),
  };
  return valueKey(all as Value);
}

function without(section: Section, leave: (name: string) => boolean): Section {
  return Object.fromEntries(Object.entries(section).filter(([name]) => !leave(name)));
}
