import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { UsageError } from '../../shared/usage-error';
import {
  bareRecord,
  type DuplicateKey,
  MappingKeys,
  type ParsedDocument,
  type ParsedValue,
} from './parsed-document';
import { longFormOf } from './short-forms';

/** Values beyond which a file is taken for one that grows without bounds when its aliases are followed. */
const MAX_VALUES = 500_000;

/**
 * Booleans of YAML 1.1 as PyYAML and SnakeYAML read them. `y` and `n` are text to both: the type `N` of an
 * attribute in DynamoDB is a number.
 */
const TRUE = /^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/;
const FALSE = /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL)$/;

const STANDARD_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/;

/** Reads the value of a document. Throws UsageError for what a template cannot have, with the line. */
export class YamlReader {
  private readonly duplicates: DuplicateKey[] = [];
  private readonly sizes = new Map<unknown, number>();
  /** Collections that are being read, to find an alias to one of them. */
  private readonly reading = new Set<unknown>();
  private readonly done = new Map<unknown, ParsedValue>();
  private count = 0;

  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
    private readonly file: string,
  ) {}

  read(): ParsedDocument {
    const value = this.document.contents === null ? '' : this.valueOf(this.document.contents, []);
    return { value, duplicates: this.duplicates };
  }

  private valueOf(node: unknown, path: readonly string[]): ParsedValue {
    if (isAlias(node)) {
      return this.valueOfAlias(node, path);
    }
    const known = this.done.get(node);
    if (known !== undefined) {
      this.grow(this.sizes.get(node) ?? 1, node);
      return known;
    }
    const before = this.count;
    this.grow(1, node);
    this.reading.add(node);
    const value = this.tagged(node, path);
    this.reading.delete(node);
    this.done.set(node, value);
    this.sizes.set(node, this.count - before);
    return value;
  }

  private valueOfAlias(alias: Alias, path: readonly string[]): ParsedValue {
    const target = alias.resolve(this.document);
    if (target === undefined) {
      throw this.error(
        `the alias *${alias.source} names nothing`,
        alias,
        `define &${alias.source} before it`,
      );
    }
    if (this.reading.has(target)) {
      throw new UsageError(
        `${this.file} contains itself: the alias *${alias.source} is inside of what it names;` +
          ' write the value itself',
      );
    }
    return this.valueOf(target, path);
  }

  private grow(by: number, node: unknown): void {
    this.count += by;
    if (this.count > MAX_VALUES) {
      throw this.error(`it has more than ${MAX_VALUES} values`, node, 'write it without so many aliases');
    }
  }

  private tagged(node: unknown, path: readonly string[]): ParsedValue {
    const { tag } = node as { readonly tag?: string };
    if (tag === undefined || tag === '!' || STANDARD_TAG.test(tag)) {
      return this.plain(node, path, tag === undefined || STANDARD_TAG.test(tag));
    }
    const name = longFormOf(tag);
    if (name === null) {
      throw this.error(`Unresolved tag: ${tag}`, node, 'a template has only the tags of intrinsic functions');
    }
    return bareRecord([[name, this.plain(node, [...path, name], false)]]);
  }

  private plain(node: unknown, path: readonly string[], isTyped: boolean): ParsedValue {
    if (isMap(node)) {
      return this.mapping(node, path);
    }
    if (isSeq(node)) {
      return node.items.map((one, i) => this.valueOf(one, [...path, String(i)]));
    }
    if (!isScalar(node)) {
      return '';
    }
    const text = node.value === null ? '' : String(node.value);
    return isTyped && node.type === 'PLAIN' ? typed(text) : text;
  }

  private mapping(map: YAMLMap, path: readonly string[]): ParsedValue {
    const keys = new MappingKeys();
    const own: [string, ParsedValue][] = [];
    const merged: [string, ParsedValue][] = [];
    for (const pair of map.items as Pair[]) {
      if (isMergeKey(pair.key)) {
        merged.push(...this.merged(pair.value, path));
        continue;
      }
      const name = this.nameOf(pair.key);
      keys.add(name, this.lineOf(pair.key) ?? 0);
      own.push([name, pair.value === null ? '' : this.valueOf(pair.value, [...path, name])]);
    }
    this.duplicates.push(...keys.duplicates(path));
    return bareRecord([...merged, ...own]);
  }

  /** What `<<` brings in: of several mappings, the first has precedence. */
  private merged(node: unknown, path: readonly string[]): [string, ParsedValue][] {
    const value = this.valueOf(node, [...path, '<<']);
    const mappings = Array.isArray(value) ? [...value].reverse() : [value];
    return mappings.flatMap((one: ParsedValue) => {
      if (typeof one !== 'object' || Array.isArray(one)) {
        throw this.error(
          '<< merges something other than mappings',
          node,
          'merge a mapping, or a list of them',
        );
      }
      return Object.entries(one);
    });
  }

  private nameOf(key: unknown): string {
    const node = isAlias(key) ? key.resolve(this.document) : key;
    if (isScalar(node)) {
      return node.value === null ? '' : String(node.value);
    }
    throw this.error('a key is a list or a mapping', node, 'a key is text');
  }

  private error(what: string, node: unknown, remedy: string): UsageError {
    const line = this.lineOf(node);
    const place = line === null ? '' : ` (line ${line})`;
    return new UsageError(`${this.file} is not a CloudFormation template: ${what}${place}; ${remedy}`);
  }

  private lineOf(node: unknown): number | null {
    const [start] = (node as { readonly range?: readonly number[] } | null)?.range ?? [];
    return start === undefined ? null : this.lines.linePos(start).line;
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function typed(text: string): string {
  return TRUE.test(text) ? 'true' : FALSE.test(text) ? 'false' : NULL.test(text) ? '' : text;
}
