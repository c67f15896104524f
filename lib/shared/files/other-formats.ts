/** A string of JSON, or a comment. Strings come first, so that `"https://…"` is no comment. */
const STRING_OR_COMMENT = /"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** The text with its comments as spaces, so that every other character stays where it is. */
export function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, ' '),
  );
}

/** Whether a text is JSON apart from comments. */
export function isCommentedJson(text: string): boolean {
  const stripped = withoutComments(text);
  return stripped !== text && /^\s*[[{]/.test(stripped) && !isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The placeholders of Helm, Jinja, Mustache (`{{ x }}`, `{% x %}`), ERB (`<%= x %>`) and shells (`${X}`). */
const PLACEHOLDER = /\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|<%[^%\n]*%>|\$\{[^{}\n]*\}/;

/** The first placeholder of a template in a text; null without any. */
export function placeholderIn(text: string): { readonly offset: number } | null {
  const found = PLACEHOLDER.exec(text);
  return found === null ? null : { offset: found.index };
}
