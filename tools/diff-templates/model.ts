/**
 * A value of a drawn template. How it is spelled is chosen when it is written: a reference as `Ref`,
 * `Fn::Sub` or `Fn::Join`, a boolean as `true`, `yes` or `"true"`.
 */
export type Drawn =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly is: boolean }
  /** A whole number. */
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'list'; readonly items: readonly Drawn[] }
  | { readonly kind: 'map'; readonly fields: Readonly<Record<string, Drawn>> }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: string; readonly name: string }
  /** Texts and references that are joined. */
  | { readonly kind: 'concat'; readonly parts: readonly Drawn[] }
  | { readonly kind: 'function'; readonly name: string; readonly argument: Drawn };

/** What a change of a property does to its resource, as the CloudFormation guide says. */
export type ChangeEffect = 'update' | 'may replace' | 'replace';

/** A drawn resource. */
export interface DrawnResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, Drawn>>;
  readonly attributes: Readonly<Record<string, Drawn>>;
}

/** A drawn template: its sections by name. */
export interface DrawnTemplate {
  readonly description: string;
  readonly transforms: readonly Drawn[];
  readonly metadata: Readonly<Record<string, Drawn>>;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, Drawn>>>>;
  readonly rules: Readonly<Record<string, Drawn>>;
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly conditions: Readonly<Record<string, Drawn>>;
  readonly resources: Readonly<Record<string, DrawnResource>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Drawn>>>>;
}

export const aText = (value: string): Drawn => ({ kind: 'text', text: value });
export const aNumber = (value: number): Drawn => ({ kind: 'number', number: value });
export const aBoolean = (is: boolean): Drawn => ({ kind: 'boolean', is });
export const aList = (...items: readonly Drawn[]): Drawn => ({ kind: 'list', items });
export const aMap = (fields: Readonly<Record<string, Drawn>>): Drawn => ({ kind: 'map', fields });
export const ref = (name: string): Drawn => ({ kind: 'ref', name });
export const fn = (name: string, argument: Drawn): Drawn => ({ kind: 'function', name, argument });

/** Everything that a value refers to: `name`, `condition:name`, `mapping:name`. */
export function drawnNames(value: Drawn): string[] {
  switch (value.kind) {
    case 'list':
      return value.items.flatMap(drawnNames);
    case 'map':
      return Object.values(value.fields).flatMap(drawnNames);
    case 'ref':
      return [value.name];
    case 'attribute':
      return [value.of];
    case 'concat':
      return value.parts.flatMap(drawnNames);
    case 'function': {
      const [first] = value.argument.kind === 'list' ? value.argument.items : [value.argument];
      const name = first?.kind === 'text' ? first.text : '';
      const own = {
        'Fn::If': [`condition:${name}`],
        'Fn::FindInMap': [`mapping:${name}`],
        Condition: [`condition:${name}`],
      };
      return [...(own[value.name as keyof typeof own] ?? []), ...drawnNames(value.argument)];
    }
    default:
      return [];
  }
}
