import { type CollectionTag, parseDocument, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import { fileName } from '../shared/files/file-bytes';
import { readText } from '../shared/files/file-text';
import { plainValue } from '../shared/files/yaml-document';
import { UsageError } from '../shared/usage-error';

/** A value of a template. Numbers and booleans are text, unchanged: CloudFormation treats `10` as `"10"`. */
export type Value = string | readonly Value[] | { readonly [name: string]: Value };

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Value>>;
  /** Everything other than the type and the properties: metadata, policies, condition, … */
  readonly attributes: Readonly<Record<string, Value>>;
}

/** A section of a template: its values by name. */
export type Section = Readonly<Record<string, Value>>;

/** A CloudFormation template and its file. */
export interface Template {
  readonly file: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly parameters: Section;
  readonly mappings: Section;
  readonly conditions: Section;
  readonly outputs: Section;
  /** Every other section: Transform, Globals, Hooks, Description, … */
  readonly rest: Section;
}

/** The empty template: of a stack before its creation, or after its deletion. */
export const NO_TEMPLATE: Template = {
  file: '',
  resources: record([]),
  parameters: record([]),
  mappings: record([]),
  conditions: record([]),
  outputs: record([]),
  rest: record([]),
};

/**
 * Reads a template, JSON or YAML with the short forms of intrinsic functions.
 * @param mayBeEmpty whether the template may have no resources, as a stack of a cloud assembly may
 * @throws UsageError when the file cannot be read or is not a template
 */
export function readTemplate(file: string, mayBeEmpty = false): Template {
  return parseTemplate(readText(file, 'template'), fileName(file), mayBeEmpty);
}

/** Parses the text of a template that was read from `file`. See `readTemplate`. */
export function parseTemplate(text: string, file: string, mayBeEmpty = false): Template {
  const document = plain(parse(file, text));
  if (typeof document === 'string' || Array.isArray(document)) {
    throw notATemplate(file, 'it is not a mapping');
  }
  const { Resources, Parameters, Mappings, Conditions, Outputs, ...rest } = document as Section;
  if (Resources === undefined && !mayBeEmpty) {
    throw notATemplate(file, 'Resources is missing');
  }
  return {
    file,
    resources: resourcesOf(file, section(file, 'Resources', Resources)),
    parameters: section(file, 'Parameters', Parameters),
    mappings: section(file, 'Mappings', Mappings),
    conditions: section(file, 'Conditions', Conditions),
    outputs: section(file, 'Outputs', Outputs),
    rest: record(Object.entries(rest)),
  };
}

/** Whether a value is a mapping. */
export function isSection(value: Value | undefined): value is Section {
  return typeof value === 'object' && !Array.isArray(value);
}

function section(file: string, name: string, value: Value | undefined): Section {
  if (value === undefined || value === '') {
    return record([]);
  }
  if (!isSection(value)) {
    throw notATemplate(file, `${name} is not a mapping`);
  }
  return value;
}

function resourcesOf(file: string, resources: Section): Record<string, TemplateResource> {
  return record(
    Object.entries(resources).map(([logicalId, value]): [string, TemplateResource] => {
      // A loop (`Fn::ForEach`) or an included snippet (`Fn::Transform`) creates resources that only
      // CloudFormation can list.
      const [, macro] = logicalId.match(/^(Fn::[A-Za-z]+)/) ?? [];
      if (macro !== undefined) {
        return [logicalId, { Type: macro, Properties: { Value: value }, attributes: {} }];
      }
      if (!isSection(value) || typeof value.Type !== 'string') {
        throw notATemplate(file, `Resources.${logicalId} has no Type`);
      }
      const { Type, Properties, ...attributes } = value;
      return [
        logicalId,
        {
          Type,
          Properties: section(file, `Resources.${logicalId}.Properties`, Properties),
          attributes: record(Object.entries(attributes)),
        },
      ];
    }),
  );
}

function notATemplate(file: string, why: string): UsageError {
  return new UsageError(
    `${file} is not a CloudFormation template: ${why};` +
      ' use a template, or the directory of a cloud assembly (cdk.out)',
  );
}

function parse(file: string, text: string): unknown {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch {
      // It may be YAML in flow style. The YAML parser also reports the line of an error.
    }
  }
  // The failsafe schema keeps every scalar unchanged: an account id with a leading 0, a version 1.10.
  const document = parseDocument(text, { schema: 'failsafe', customTags: SHORT_FORMS, prettyErrors: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    throw new UsageError(`${file} is neither JSON nor YAML: ${error.message.trim()}`);
  }
  return plainValue(document, file, 'template');
}

/**
 * Intrinsic functions with a short form. Source: AWS CloudFormation Template Reference, "Intrinsic function
 * reference".
 */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/** `!Sub x` is `Fn::Sub: x`, whatever the type of x; `!Ref x` and `!Condition x` keep their names. */
const SHORT_FORMS = [
  ...FUNCTIONS.map((name) => [name, `Fn::${name}`] as const),
  ['Ref', 'Ref'] as const,
  ['Condition', 'Condition'] as const,
].flatMap(([name, key]): (ScalarTag | CollectionTag)[] => {
  const tag = `!${name}`;
  const wrap = (value: unknown) => {
    const map = new YAMLMap();
    map.set(new Scalar(key), value);
    return map;
  };
  return [
    { tag, resolve: (value) => ({ [key]: value }) },
    { tag, collection: 'seq', resolve: wrap },
    { tag, collection: 'map', resolve: wrap },
  ];
});

/** An object without a prototype, because a resource may be named `constructor`. */
function record<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/** Converts every scalar to text, and `Fn::GetAtt: A.B.C` to its long form `[A, B.C]`. */
function plain(value: unknown): Value {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== 'object' || value === null) {
    return value === null ? '' : String(value);
  }
  return record(
    Object.entries(value).map(([key, one]): [string, Value] => [
      key,
      key === 'Fn::GetAtt' ? attribute(one) : plain(one),
    ]),
  );
}

function attribute(value: unknown): Value {
  if (typeof value !== 'string') {
    return plain(value);
  }
  const dot = value.indexOf('.');
  return dot === -1 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}
