import { CDK_METADATA } from '../modification';
import { referencesOf } from '../references';
import type { SourceStack } from '../stack-source';
import { isSection, type Template, type TemplateResource, type Value } from '../template';
import { canonicalValue } from '../values/canonical-value';
import { describeDuplicate } from './duplicate-keys';
import { macrosIn, macrosOf } from './macros';
import { isPinned } from './pinned-location';
import { BOOTSTRAP_VERSION } from './template-differs';

/** How many names a note lists. */
const MAX_NAMES = 5;

/** The properties whose local path `aws cloudformation package` replaces by what it uploads. */
const LOCAL_FILES = ['CodeUri', 'ContentUri', 'DefinitionUri', 'SchemaUri', 'Code', 'Content'];

/**
 * What the texts of the new templates do not show, one sentence each: values and resources that
 * CloudFormation knows at the deployment alone. Empty for a template without any of them.
 */
export function textNotes(stacks: readonly SourceStack[]): string[] {
  const templates = stacks.map(({ template }) => template);
  const of = (names: (template: Template) => readonly string[]) => [...new Set(templates.flatMap(names))];
  return [
    ...sentence(of(macroNames), 'What these macros make of the template is known at the deployment'),
    ...sentence(
      of(unpinnedStacks),
      'What the templates of these nested stacks contain at the deployment is not shown',
    ),
    ...sentence(
      of(parameterNames),
      'The values that these parameters have now, and at the deployment, are not shown',
    ),
    ...sentence(of(outside('import')), 'The values of these imports are those at the deployment'),
    ...sentence(
      of(outside('output')),
      'The values of these outputs of other stacks are those at the deployment',
    ),
    ...sentence(of(dynamic), 'The values of these dynamic references are those at the deployment'),
    ...sentence(of(localFiles), 'The content of these local files is not compared'),
    ...templates.flatMap(({ duplicates }) => duplicates.map(describeDuplicate)),
  ];
}

function sentence(names: readonly string[], text: string): string[] {
  const rest = names.length - MAX_NAMES;
  const list = names.slice(0, MAX_NAMES).join(', ');
  return names.length === 0 ? [] : [`${text}: ${list}${rest > 0 ? ` and ${rest} more` : ''}.`];
}

function resourcesOf({ resources }: Template): (readonly [string, TemplateResource])[] {
  return Object.entries(resources).filter(([, { Type }]) => Type !== CDK_METADATA);
}

function macroNames(template: Template): string[] {
  return [
    ...macrosOf(template),
    ...resourcesOf(template).flatMap(([, resource]) => macrosIn(resource)),
  ].flatMap(({ name }) => (name === 'AWS::LanguageExtensions' ? [] : [name]));
}

function unpinnedStacks(template: Template): string[] {
  return resourcesOf(template).flatMap(([id, { Type, Properties }]) => {
    const location = Type === 'AWS::CloudFormation::Stack' ? Properties.TemplateURL : undefined;
    const named = Type === 'AWS::Serverless::Application' ? Properties.Location : location;
    const value = named === undefined ? undefined : canonicalValue(named);
    const isUrl = typeof value === 'string' ? /^(?:https?|s3):/.test(value) : value !== undefined;
    return value !== undefined && isUrl && !isPinned(value) ? [id] : [];
  });
}

/** CDK's parameter for the version of the bootstrap stack is read by a rule, and by no resource. */
function parameterNames({ parameters }: Template): string[] {
  return Object.keys(parameters).filter((name) => name !== BOOTSTRAP_VERSION);
}

function outside(kind: string): (template: Template) => string[] {
  return (template) =>
    [...referencesIn(template)]
      .filter((one) => one.startsWith(`${kind}:`))
      .map((one) => readable(JSON.parse(one.slice(kind.length + 1))));
}

function dynamic(template: Template): string[] {
  return ['ssm', 'ssm-secure', 'secretsmanager'].flatMap((kind) => outside(kind)(template));
}

function referencesIn(template: Template): Set<string> {
  const { outputs, conditions } = template;
  const values: Value[] = [
    ...resourcesOf(template).flatMap(([, { Properties, attributes }]) => [
      ...Object.values(Properties),
      ...Object.values(attributes),
    ]),
    outputs,
    conditions,
  ];
  return new Set(values.flatMap((value) => [...referencesOf(value)]));
}

function localFiles(template: Template): string[] {
  return resourcesOf(template).flatMap(([, { Properties }]) =>
    LOCAL_FILES.flatMap((name) => {
      const value = Properties[name];
      return typeof value === 'string' && !/^(?:https?|s3):|^\s*$|\n/.test(value) ? [value] : [];
    }),
  );
}

/** A name with `${X}` for what the template refers to. */
function readable(value: Value): string {
  if (typeof value === 'string') {
    return value;
  }
  if (!isSection(value)) {
    return value.map(readable).join('.');
  }
  const [name, argument = ''] = Object.entries(value)[0] ?? [];
  const list = Array.isArray(argument) ? (argument as readonly Value[]) : [];
  switch (name) {
    case 'Ref':
      return `\${${argument}}`;
    case 'Fn::GetAtt':
      return `\${${list.map(readable).join('.')}}`;
    case 'Fn::Join':
      return isSection(list[1]) || typeof list[1] === 'string' ? '…' : (list[1] ?? []).map(readable).join('');
    default:
      return '…';
  }
}
