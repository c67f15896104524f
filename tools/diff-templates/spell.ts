import type { Random } from '../../lib/rehearsal/kernel/random';
import type { Drawn, DrawnTemplate } from './model';

/** A template as it is written: scalars, lists, mappings, and functions in their long or short form. */
export type Spelled =
  | { readonly scalar: string; readonly isQuoted: boolean }
  | { readonly list: readonly Spelled[] }
  | { readonly fields: readonly (readonly [name: string, value: Spelled])[] }
  | { readonly short: string; readonly argument: Spelled };

/** A language that templates are written in. */
export type Flavour =
  | 'json'
  | 'compact json'
  | 'yaml'
  | 'yaml with long forms'
  | 'yaml in flow style'
  | 'yaml with anchors'
  | 'yaml with brackets at their key';

export const FLAVOURS: readonly Flavour[] = [
  'json',
  'compact json',
  'yaml',
  'yaml with long forms',
  'yaml in flow style',
  'yaml with anchors',
  'yaml with brackets at their key',
];

/** Chooses one of the spellings that CloudFormation reads alike, for each value. */
export class Speller {
  constructor(
    private readonly random: Random,
    private readonly flavour: Flavour,
  ) {}

  template(template: DrawnTemplate): Spelled {
    const { resources, mappings, transforms } = template;
    const section = (values: Readonly<Record<string, Spelled>>) => this.fields(values);
    const each = <T>(values: Readonly<Record<string, T>>, make: (value: T) => Spelled) =>
      section(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value)])));
    const drawn = (values: Readonly<Record<string, Drawn>>) => each(values, (one) => this.value(one));
    const written = transforms.map((one) => this.value(one));
    return this.fields({
      AWSTemplateFormatVersion: this.scalar('2010-09-09', true),
      Description: this.scalar(template.description, true),
      ...(written.length === 0 ? {} : { Transform: { list: written } }),
      Metadata: drawn(template.metadata),
      Parameters: each(template.parameters, drawn),
      Rules: drawn(template.rules),
      Mappings: each(mappings, (rows) => each(rows, (row) => each(row, (value) => this.scalar(value, true)))),
      Conditions: drawn(template.conditions),
      Resources: each(resources, ({ type, properties, attributes }) =>
        type === 'Fn::ForEach'
          ? this.value(properties.Value as Drawn)
          : this.fields({
              Type: this.scalar(type, true),
              Properties: drawn(properties),
              ...Object.fromEntries(Object.entries(attributes).map(([name, one]) => [name, this.value(one)])),
            }),
      ),
      Outputs: each(template.outputs, drawn),
    });
  }

  private value(drawn: Drawn): Spelled {
    switch (drawn.kind) {
      case 'text':
        return this.scalar(drawn.text, true);
      case 'number':
        return this.scalar(String(drawn.number), this.chance(0.3));
      case 'boolean':
        return this.boolean(drawn.is);
      case 'list':
        return { list: drawn.items.map((one) => this.value(one)) };
      case 'map': {
        const fields = Object.entries(drawn.fields).map(([name, one]) => [name, this.value(one)] as const);
        return this.fields(Object.fromEntries(fields));
      }
      case 'function':
        return this.call(drawn.name, this.value(drawn.argument));
      default:
        return this.joined(drawn);
    }
  }

  /** A reference, an attribute, or several parts of a text. */
  private joined(drawn: Extract<Drawn, { kind: 'ref' | 'attribute' | 'concat' }>): Spelled {
    const parts = drawn.kind === 'concat' ? drawn.parts : [drawn];
    const substitutable = parts.every(({ kind }) => ['text', 'ref', 'attribute'].includes(kind));
    if (drawn.kind === 'concat' || this.chance(0.3)) {
      return substitutable && this.chance(0.5)
        ? this.call('Fn::Sub', this.scalar(parts.map(substitution).join(''), true))
        : this.call('Fn::Join', {
            list: [this.scalar('', true), { list: parts.map((part) => this.plain(part)) }],
          });
    }
    return this.plain(drawn);
  }

  private plain(drawn: Drawn): Spelled {
    if (drawn.kind === 'ref') {
      return this.call('Ref', this.scalar(drawn.name, true));
    }
    if (drawn.kind === 'attribute') {
      const parts = [drawn.of, drawn.name];
      return this.call(
        'Fn::GetAtt',
        this.chance(0.5)
          ? this.scalar(parts.join('.'), true)
          : { list: parts.map((part) => this.scalar(part, true)) },
      );
    }
    return this.value(drawn);
  }

  private boolean(is: boolean): Spelled {
    const words = is ? ['true', 'True', 'yes', 'on'] : ['false', 'FALSE', 'No', 'off'];
    const word =
      this.isJson() || this.chance(0.4)
        ? String(is)
        : (words[Math.floor(this.random.uniform() * 4)] as string);
    return this.scalar(word, word === String(is) && this.chance(0.3));
  }

  private call(name: string, argument: Spelled): Spelled {
    const isLong =
      this.isJson() || this.flavour === 'yaml with long forms' || 'short' in argument || this.chance(0.2);
    return isLong ? { fields: [[name, argument]] } : { short: name.replace(/^Fn::/, ''), argument };
  }

  private fields(values: Readonly<Record<string, Spelled>>): Spelled {
    const keyed = Object.entries(values).map((entry) => [this.random.uniform(), entry] as const);
    return { fields: keyed.sort(([one], [other]) => one - other).map(([, entry]) => entry) };
  }

  private scalar(scalar: string, isQuoted: boolean): Spelled {
    return { scalar, isQuoted };
  }

  private isJson(): boolean {
    return this.flavour.includes('json');
  }

  private chance(share: number): boolean {
    return this.random.uniform() < share;
  }
}

function substitution(part: Drawn): string {
  switch (part.kind) {
    case 'ref':
      return `\${${part.name}}`;
    case 'attribute':
      return `\${${part.of}.${part.name}}`;
    default:
      return part.kind === 'text' ? part.text.replace(/\$\{/g, `\${!`) : '';
  }
}
