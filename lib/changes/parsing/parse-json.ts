import { type JSONVisitor, visit } from 'jsonc-parser';
import {
  bareRecord,
  type DuplicateKey,
  MappingKeys,
  type ParsedDocument,
  type ParsedValue,
} from './parsed-document';

/** A list or a mapping whose end has not been read. */
interface Open {
  readonly path: readonly string[];
  readonly list: ParsedValue[] | null;
  readonly entries: [string, ParsedValue][];
  readonly keys: MappingKeys;
  /** The key whose value comes next. */
  key: string;
}

/**
 * Parses JSON. Unlike `JSON.parse`, it keeps numbers as they are written (14.10) and notices a key that is
 * there twice.
 * @returns null for a text that is not JSON
 */
export function parseJson(text: string): ParsedDocument | null {
  const reader = new Reader(text);
  visit(text, reader.visitor, { disallowComments: true, allowTrailingComma: false });
  return reader.result();
}

class Reader {
  private readonly open: Open[] = [];
  private readonly duplicates: DuplicateKey[] = [];
  private value: ParsedValue | undefined;
  private isValid = true;

  constructor(private readonly text: string) {}

  readonly visitor: JSONVisitor = {
    onObjectBegin: () => this.begin(null),
    onArrayBegin: () => this.begin([]),
    onObjectProperty: (name, _offset, _length, line) => {
      const top = this.open.at(-1);
      top?.keys.add(name, line + 1);
      if (top !== undefined) {
        top.key = name;
      }
    },
    onObjectEnd: () => this.end(),
    onArrayEnd: () => this.end(),
    onLiteralValue: (value, offset, length) => {
      const isNumber = typeof value === 'number';
      this.add(isNumber ? this.text.slice(offset, offset + length) : value === null ? '' : String(value));
    },
    onError: () => {
      this.isValid = false;
    },
  };

  result(): ParsedDocument | null {
    return this.isValid && this.value !== undefined
      ? { value: this.value, duplicates: this.duplicates }
      : null;
  }

  private begin(list: ParsedValue[] | null): void {
    const top = this.open.at(-1);
    const step = top === undefined ? [] : [top.list === null ? top.key : String(top.list.length)];
    const path = [...(top?.path ?? []), ...step];
    this.open.push({ path, list, entries: [], keys: new MappingKeys(), key: '' });
  }

  private end(): void {
    const top = this.open.pop();
    if (top !== undefined) {
      this.duplicates.push(...top.keys.duplicates(top.path));
      this.add(top.list ?? bareRecord(top.entries));
    }
  }

  private add(value: ParsedValue): void {
    const top = this.open.at(-1);
    if (top === undefined) {
      this.value = value;
    } else if (top.list === null) {
      top.entries.push([top.key, value]);
    } else {
      top.list.push(value);
    }
  }
}
