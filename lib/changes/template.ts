import { fileName } from '../shared/files/file-bytes';
import { readText } from '../shared/files/file-text';
import { UsageError } from '../shared/usage-error';
import { parseJson } from './parsing/parse-json';
import { parseYaml } from './parsing/parse-yaml';
import { bareRecord, type DuplicateKey, type ParsedDocument } from './parsing/parsed-document';

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
  /** Keys that are there several times; the last value counts, as CloudFormation takes it. */
  readonly duplicates: readonly DuplicateKey[];
}

/** The empty template: of a stack before its creation, or after its deletion. */
export const NO_TEMPLATE: Template = {
  file: '',
  resources: bareRecord([]),
  parameters: bareRecord([]),
  mappings: bareRecord([]),
  conditions: bareRecord([]),
  outputs: bareRecord([]),
  rest: bareRecord([]),
  duplicates: [],
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
  const { value, duplicates } = parse(file, text);
  const document = withAttributes(value, file);
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
    rest: bareRecord(Object.entries(rest)),
    duplicates,
  };
}

/** Whether a value is a mapping. */
export function isSection(value: Value | undefined): value is Section {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The path of the construct in its CDK app; null if the template does not have it. */
export function constructPath({ attributes }: TemplateResource): string | null {
  const { Metadata } = attributes;
  const path = isSection(Metadata) ? Metadata['aws:cdk:path'] : undefined;
  return typeof path === 'string' ? path : null;
}

function section(file: string, name: string, value: Value | undefined): Section {
  if (value === undefined || value === '') {
    return bareRecord([]);
  }
  if (!isSection(value)) {
    throw notATemplate(file, `${name} is not a mapping`);
  }
  return value;
}

function resourcesOf(file: string, resources: Section): Record<string, TemplateResource> {
  return bareRecord(
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
          attributes: bareRecord(Object.entries(attributes)),
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

function tooDeep(file: string): UsageError {
  return notATemplate(file, 'its values are nested too deeply');
}

function parse(file: string, text: string): ParsedDocument {
  try {
    // What begins like JSON may be YAML in flow style. The YAML parser also reports the line of an error.
    const json = text.trimStart().startsWith('{') ? parseJson(text) : null;
    return json ?? parseYaml(text, file);
  } catch (error) {
    // Both parsers, and what follows, call themselves for each level.
    if (error instanceof RangeError) {
      throw tooDeep(file);
    }
    throw error;
  }
}

/** Deeper than any template; whatever follows values calls itself for each level. */
const MAX_DEPTH = 500;

/** Converts `Fn::GetAtt: A.B.C` to its long form `[A, B.C]`. */
function withAttributes(value: Value, file: string, depth = 0): Value {
  if (typeof value === 'string') {
    return value;
  }
  if (depth > MAX_DEPTH) {
    throw tooDeep(file);
  }
  if (!isSection(value)) {
    return value.map((one) => withAttributes(one, file, depth + 1));
  }
  return bareRecord(
    Object.entries(value).map(([key, one]): [string, Value] => [
      key,
      key === 'Fn::GetAtt' && typeof one === 'string' ? attribute(one) : withAttributes(one, file, depth + 1),
    ]),
  );
}

function attribute(value: string): Value {
  const dot = value.indexOf('.');
  return dot === -1 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}
