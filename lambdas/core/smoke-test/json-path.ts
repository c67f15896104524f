import { compile, type JSONValue } from 'json-p3';

/** Whether the text is a JSONPath (RFC 9535). */
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
 * @param document a result of `JSON.parse`
 * @returns null if the path is not a JSONPath or the document is nested too deeply
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
