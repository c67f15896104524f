import { compile, type JSONValue } from 'json-p3';

/** Whether the text is a JSONPath of RFC 9535. */
export function isJsonPath(path: string): boolean {
  try {
    compile(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Every value that a JSONPath selects.
 * @param document what `JSON.parse` gave
 * @returns null when the path cannot be followed: it is none, or the document is nested too deep for it
 */
export function valuesAt(path: string, document: unknown): readonly unknown[] | null {
  try {
    return compile(path)
      .query(document as JSONValue)
      .values();
  } catch {
    return null;
  }
}
