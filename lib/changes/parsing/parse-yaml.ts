import { type CollectionTag, type Document, LineCounter, parseDocument, type ScalarTag } from 'yaml';
import { UsageError } from '../../shared/usage-error';
import { indentFlow } from './flow-indent';
import type { ParsedDocument } from './parsed-document';
import { SHORT_FORMS } from './short-forms';
import { YamlReader } from './yaml-reader';

/**
 * Parses YAML with the short forms of intrinsic functions, as CloudFormation does: YAML 1.1, in which `yes`
 * and `on` are booleans, but without its dates ("CloudFormation template format", User Guide). Aliases and
 * merge keys are followed: `aws cloudformation package` and the SAM CLI replace them.
 * @throws UsageError with the line, for what is not YAML
 */
export function parseYaml(text: string, file: string): ParsedDocument {
  const first = parsed(text);
  // The line that the first attempt names is the right one.
  const { document, lines } = isValid(first.document) ? first : better(parsed(indentFlow(text)), first);
  const [error] = document.errors;
  if (error?.message.startsWith('Maximum call stack size') === true) {
    throw new RangeError(error.message);
  }
  if (error !== undefined) {
    throw new UsageError(`${file} is neither JSON nor YAML: ${error.message.trim()}`);
  }
  return new YamlReader(document, lines, file).read();
}

/** Tags that the parser knows cause no warning, each of which would be an error with its stack. */
const KNOWN_TAGS: readonly (ScalarTag | CollectionTag)[] = SHORT_FORMS.flatMap((tag) => [
  { tag, resolve: (text: string) => text },
  { tag, collection: 'seq', resolve: (list) => list },
  { tag, collection: 'map', resolve: (map) => map },
]);

interface Parsed {
  readonly document: Document;
  readonly lines: LineCounter;
}

function parsed(text: string): Parsed {
  const lines = new LineCounter();
  // The failsafe schema keeps every scalar unchanged: an account id with a leading 0, a version 1.10.
  const document = parseDocument(text, {
    schema: 'failsafe',
    customTags: [...KNOWN_TAGS],
    prettyErrors: true,
    uniqueKeys: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  return { document, lines };
}

function better(second: Parsed, first: Parsed): Parsed {
  return isValid(second.document) ? second : first;
}

function isValid({ errors }: Document): boolean {
  return errors.length === 0;
}
