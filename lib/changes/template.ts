import { readFileSync } from 'node:fs';
import { type CollectionTag, parseDocument, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import { UsageError } from '../shared/usage-error';

/** A value of a template. Numbers and truth values are text, spelled as they were: CloudFormation takes `10` for `"10"`. */
export type Value = string | readonly Value[] | { readonly [name: string]: Value };

/** A resource as a template has it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Value>>;
  /** Metadata, policies, conditions and whatever else stands beside the properties. */
  readonly attributes: Readonly<Record<string, Value>>;
}

/** A section of a template, by the names in it. */
export type Section = Readonly<Record<string, Value>>;

/** A template of CloudFormation, and where it is. */
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

/** What a stack has before it is made, or after it is gone. */
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
 * Reads a template, JSON or YAML with the short forms of CloudFormation's functions.
 * @param mayBeEmpty a stack of a cloud assembly may have no resource
 * @throws UsageError when it cannot be read or is no template
 */
export function readTemplate(file: string, mayBeEmpty = false): Template {
  return parseTemplate(readText(file), file, mayBeEmpty);
}

/** The same of a text that was read from `file`. */
export function parseTemplate(text: string, file: string, mayBeEmpty = false): Template {
  const document = plain(parse(file, text));
  if (typeof document === 'string' || Array.isArray(document)) {
    throw notATemplate(file, 'it is no object');
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

/** Whether it is an object. */
export function isSection(value: Value | undefined): value is Section {
  return typeof value === 'object' && !Array.isArray(value);
}

function section(file: string, name: string, value: Value | undefined): Section {
  if (value === undefined || value === '') {
    return record([]);
  }
  if (!isSection(value)) {
    throw notATemplate(file, `${name} is no object`);
  }
  return value;
}

function resourcesOf(file: string, resources: Section): Record<string, TemplateResource> {
  return record(
    Object.entries(resources).map(([logicalId, value]): [string, TemplateResource] => {
      // A loop or an included snippet stands for resources that only CloudFormation knows.
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
    `${file} is no template of CloudFormation: ${why}; give a template, or the directory of a cloud assembly (cdk.out)`,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cannot read the template ${file}: ${code === 'ENOENT' ? 'there is no such file' : code}`,
    );
  }
}

function parse(file: string, text: string): unknown {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch {
      // Flow style YAML begins alike, and its parser tells the line.
    }
  }
  // The failsafe schema keeps every scalar as it is spelled: an account id with a leading 0, a version 1.10.
  const document = parseDocument(text, { schema: 'failsafe', customTags: SHORT_FORMS, prettyErrors: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    throw new UsageError(`${file} is neither JSON nor YAML: ${error.message.trim()}`);
  }
  return document.toJS({ maxAliasCount: 1_000 });
}

/** Functions that have a short form. Source: AWS CloudFormation Template Reference, "Intrinsic function reference". */
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

/** `!Sub x` is `Fn::Sub: x`, whatever x is; `!Ref x` and `!Condition x` keep their names. */
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

/** An object with nothing in it but its entries: a resource may be called `constructor`. */
function record<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/** Every scalar as text; `Fn::GetAtt: A.B.C` in its long form, `[A, B.C]`. */
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
