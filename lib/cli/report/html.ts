/** Markup. Only `html`, `trusted` and `embeddedJson` make it, so that a bare string is always escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | null | readonly Html[];

/** Markup with values in it. Strings and numbers are escaped, `null` is left out, lists are joined. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(pieces.map((piece, i) => (i === 0 ? '' : render(values[i - 1] ?? null)) + piece).join(''));
}

/** Marks text as safe markup: our own files, or text that was escaped in another way. */
export function trusted(text: string): Html {
  return new Html(text);
}

/**
 * A value as JSON for a `<script type="application/json">`. Nothing in it can end the element or open a
 * comment, and it has no line separators that only JSON allows.
 */
export function embeddedJson(value: unknown): Html {
  const escaped = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Html(escaped);
}

function render(value: Value): string {
  if (value === null) {
    return '';
  }
  if (value instanceof Html) {
    return value.text;
  }
  return typeof value === 'object' ? value.map((one) => one.text).join('') : escapeText(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
