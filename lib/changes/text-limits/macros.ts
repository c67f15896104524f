import { same } from '../same';
import { isSection, type Template, type TemplateResource, type Value } from '../template';
import { canonicalValue } from '../values/canonical-value';
import { shownValue } from '../values/shown-value';
import { isPinned } from './pinned-location';

/** A macro that a template or a resource names. */
export interface Macro {
  readonly name: string;
  readonly parameters: Value;
}

export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';
const SAM = /^AWS::Serverless-/;

/** Macros of AWS that act on a few resources alone: whether a resource is one of them. */
const NARROW: readonly (readonly [RegExp, (resource: TemplateResource) => boolean])[] = [
  [/^AWS::LanguageExtensions$/, () => false],
  // What SAM makes of its resources and their events is judged on its own.
  [SAM, () => false],
  [
    /^AWS::SecretsManager-/,
    ({ Type, Properties }) =>
      Type === 'AWS::SecretsManager::RotationSchedule' && Properties.HostedRotationLambda !== undefined,
  ],
  [/^AWS::CodeDeployBlueGreen$/, ({ Type }) => /^AWS::ECS::(?:Service|TaskDefinition|TaskSet)$/.test(Type)],
];

/** The macros of the section `Transform`, and of `Fn::Transform` beside the sections. */
export function macrosOf({ rest }: Template): Macro[] {
  const sections = [rest.Transform, rest['Fn::Transform']];
  return sections.flatMap((section) => (section === undefined ? [] : [section].flat())).flatMap(macroOf);
}

/** Whether a template is one of AWS SAM. */
export function isSamTemplate(template: Template): boolean {
  return macrosOf(template).some(({ name }) => SAM.test(name));
}

/** The macros that may change resources of a template beyond what the text of the two templates shows. */
export function actingMacros(old: Template, fresh: Template): Macro[] {
  return macrosOf(fresh).filter((macro) => {
    const narrow = NARROW.find(([name]) => name.test(macro.name));
    if (narrow === undefined) {
      return !isPinnedInclude(macro);
    }
    const [, isActedOn] = narrow;
    return [...new Set([...Object.keys(old.resources), ...Object.keys(fresh.resources)])].some((id) => {
      const [before, after] = [old.resources[id], fresh.resources[id]];
      const acts = [before, after].some((one) => one !== undefined && isActedOn(one));
      return acts && !same(before?.Properties, after?.Properties);
    });
  });
}

/** The macros that write a part of a resource. */
export function macrosIn({ Type, Properties, attributes }: TemplateResource): Macro[] {
  // Beside the resources, the macro is what the parser makes a resource of.
  const found: Macro[] = Type === 'Fn::Transform' ? macroOf(Properties.Value ?? '') : [];
  collect(Properties, found);
  collect(attributes, found);
  return found.filter((macro) => macro.name !== LANGUAGE_EXTENSIONS && !isPinnedInclude(macro));
}

function collect(value: Value, found: Macro[]): void {
  if (typeof value === 'string') {
    return;
  }
  for (const [key, one] of Object.entries(value)) {
    if (key === 'Fn::Transform') {
      found.push(...[one].flat().flatMap(macroOf));
    }
    collect(one, found);
  }
}

function macroOf(value: Value): Macro[] {
  if (isSection(value)) {
    return value.Name === undefined
      ? []
      : [{ name: shownValue(value.Name), parameters: value.Parameters ?? '' }];
  }
  return typeof value === 'string' ? [{ name: value, parameters: '' }] : [];
}

/** An included snippet whose name follows from its content. */
function isPinnedInclude({ name, parameters }: Macro): boolean {
  return (
    name === 'AWS::Include' &&
    isSection(parameters) &&
    parameters.Location !== undefined &&
    isPinned(canonicalValue(parameters.Location))
  );
}
