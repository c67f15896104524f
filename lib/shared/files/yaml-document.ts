import { type Document, LineCounter, parseDocument, visit, type YAMLError, type YAMLWarning } from 'yaml';
import { UsageError } from '../usage-error';
import { isCommentedJson, placeholderIn, withoutComments } from './other-formats';

/** A parsed YAML or JSON file. JSON is a subset of YAML. */
export interface YamlFile {
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Uses of aliases beyond which a file is taken for one that grows without bounds when it is read. */
const MAX_ALIASES = 1_000;

/**
 * Parses one YAML document, with merge keys (`<<`).
 * @param name how messages name the file
 * @param what what the file is, such as `plan`
 * @throws UsageError for what is not one YAML document of plain values; the message has the line and column
 */
export function parseYamlFile(text: string, name: string, what: string): YamlFile {
  refuseForeignFormat(text, name);
  const lines = new LineCounter();
  const options = { prettyErrors: true, uniqueKeys: true, merge: true, logLevel: 'error' } as const;
  const document = parseDocument(text, { ...options, lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const [error] = document.errors;
  if (error !== undefined) {
    const placeholder = placeholderIn(text);
    throw placeholder === null
      ? new UsageError(describeError(error, name, what, at))
      : new UsageError(
          `${name} is not YAML: it has the placeholder of a template at ${at(placeholder.offset)};` +
            ' fill the template in first, and give its result',
        );
  }
  const [tag] = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (tag !== undefined) {
    throw new UsageError(describeTag(tag, name, what, at));
  }
  return { name, text, document, lines, value: plainValue(document, name, what) };
}

/** JSON with comments parses as YAML of other names, or fails at an odd place. */
function refuseForeignFormat(text: string, name: string): void {
  if (!isCommentedJson(text)) {
    return;
  }
  const stripped = withoutComments(text);
  if (parseDocument(stripped, { logLevel: 'error' }).errors.length > 0) {
    return;
  }
  const offset = [...text].findIndex((character, i) => character !== [...stripped][i]);
  const line = text.slice(0, offset).split('\n').length;
  throw new UsageError(
    `${name} is JSON with comments, which JSON does not have (line ${line});` +
      ' remove the comments, or write it as YAML, whose comments begin with "#"',
  );
}

function describeError(error: YAMLError, name: string, what: string, at: (offset: number) => string): string {
  const place = at(error.pos[0]);
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return (
        `${name} has several YAML documents: the next one begins at ${place}; ${withArticle(what)} is one` +
        ' document: give each a file of its own'
      );
    case 'TAB_AS_INDENT':
      return `${name} is not YAML: it is indented with a tab at ${place}; indent with spaces`;
    default:
      return `${name} is not YAML: ${error.message.trim()}`;
  }
}

function describeTag(
  { message, pos }: YAMLWarning,
  name: string,
  what: string,
  at: (offset: number) => string,
): string {
  const [, tag = 'of its own'] = /Unresolved tag: (\S+)/.exec(message) ?? [];
  const place = at(pos[0]);
  const remedy = `which ${withArticle(what)} cannot have; write the value itself`;
  return `${name} has the tag ${tag} at ${place}, ${remedy}`;
}

/**
 * The value of a document.
 * @throws UsageError when it contains itself, or grows beyond bounds by its aliases
 */
export function plainValue(document: Document, name: string, what: string): unknown {
  refuseCycles(document, name);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(
      message.startsWith('Excessive alias count')
        ? `${name} repeats aliases more than ${MAX_ALIASES} times; write ${withArticle(what)} without so many`
        : `${name} is not YAML: ${message}`,
    );
  }
}

function refuseCycles(document: Document, name: string): void {
  visit(document, {
    Alias: (_, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target !== undefined && ancestors.includes(target)) {
        throw new UsageError(
          `${name} contains itself: the alias *${alias.source} is inside of what it names;` +
            ' write the value itself',
        );
      }
    },
  });
}

/** `a plan`, `an allow file`. */
export function withArticle(what: string): string {
  return `${/^[aeio]/.test(what) ? 'an' : 'a'} ${what}`;
}
