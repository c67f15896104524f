import { seededRandom } from '../../lib/rehearsal/kernel/random';
import type { DrawnTemplate } from './model';
import { type Flavour, type Spelled, Speller } from './spell';

/** The text of a template in a flavour. Another seed chooses other spellings and another order of keys. */
export function writeTemplate(template: DrawnTemplate, flavour: Flavour, seed: number): string {
  const spelled = new Speller(seededRandom(seed), flavour).template(template);
  switch (flavour) {
    case 'json':
      return JSON.stringify(JSON.parse(json(spelled)), null, 2);
    case 'compact json':
      return json(spelled);
    case 'yaml in flow style':
      return `${flow(spelled)}\n`;
    default:
      return `${new YamlWriter(flavour).block(spelled, 0).trimStart()}\n`;
  }
}

function json(value: Spelled): string {
  if ('scalar' in value) {
    return value.isQuoted ? JSON.stringify(value.scalar) : value.scalar;
  }
  if ('list' in value) {
    return `[${value.list.map(json).join(',')}]`;
  }
  const fields = 'short' in value ? [] : value.fields;
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${json(one)}`).join(',')}}`;
}

function flow(value: Spelled): string {
  if ('scalar' in value) {
    return scalarText(value);
  }
  if ('list' in value) {
    return `[${value.list.map(flow).join(', ')}]`;
  }
  return 'short' in value
    ? `!${value.short} ${flow(value.argument)}`
    : `{ ${value.fields.map(([name, one]) => `${JSON.stringify(name)}: ${flow(one)}`).join(', ')} }`;
}

/** A scalar without quotes only where YAML reads the same text, and where it is to be read as typed. */
function scalarText({ scalar, isQuoted }: Extract<Spelled, { scalar: string }>): string {
  const isPlain =
    /^[A-Za-z][\w./-]*$/.test(scalar) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(scalar);
  return !isQuoted || isPlain ? scalar : JSON.stringify(scalar);
}

/** Writes block style. */
class YamlWriter {
  private readonly anchors = new Map<string, string>();

  constructor(private readonly flavour: Flavour) {}

  /** The text after a key or a dash: on the same line, or on the next ones. */
  block(value: Spelled, indent: number, isTagged = false): string {
    if ('scalar' in value) {
      return ` ${this.text(value, indent)}`;
    }
    if ('short' in value) {
      return ` !${value.short}${this.block(value.argument, indent, true)}`;
    }
    const entries = 'list' in value ? value.list : value.fields;
    if (entries.length === 0) {
      return 'list' in value ? ' []' : ' {}';
    }
    // A tag and an alias do not go together.
    const anchored = isTagged ? { text: '', isKnown: false } : this.anchored(value);
    if (anchored.isKnown) {
      return anchored.text;
    }
    const pad = ' '.repeat(indent);
    if ('list' in value) {
      if (this.flavour === 'yaml with brackets at their key' && indent > 2) {
        const items = value.list.map((one) => `\n${pad}${flow(one)}`);
        return `${anchored.text} [${items.join(',')}\n${' '.repeat(indent - 2)}]`;
      }
      return `${anchored.text}${value.list.map((one) => `\n${pad}-${this.block(one, indent + 2)}`).join('')}`;
    }
    const fields = value.fields.map(
      ([name, one]) =>
        `\n${pad}${/^[\w:]+$/.test(name) ? name : JSON.stringify(name)}:${this.block(one, indent + 2)}`,
    );
    return `${anchored.text}${fields.join('')}`;
  }

  private text(value: Extract<Spelled, { scalar: string }>, indent: number): string {
    const { scalar } = value;
    const hasLines = /^\S[^\n]*\n[\s\S]*\n$/.test(scalar) && !/\n[ \n]/.test(scalar.slice(0, -1));
    return hasLines
      ? `|\n${scalar
          .trimEnd()
          .split('\n')
          .map((line) => ' '.repeat(indent + 2) + line)
          .join('\n')}`
      : scalarText(value);
  }

  /** A list or mapping that was written before is an alias; before its first text stands its anchor. */
  private anchored(value: Spelled): { readonly text: string; readonly isKnown: boolean } {
    if (this.flavour !== 'yaml with anchors') {
      return { text: '', isKnown: false };
    }
    const key = JSON.stringify(value);
    const known = this.anchors.get(key);
    if (known !== undefined) {
      return { text: ` *${known}`, isKnown: true };
    }
    const name = `a${this.anchors.size}`;
    this.anchors.set(key, name);
    return { text: ` &${name}`, isKnown: false };
  }
}
