/** An element: its text, or its children in order. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

/** Parses the plain XML that AWS clients write: without comments, CDATA or mixed content. */
export function parseXml(source: string): Element {
  const tokens = source.replace(/<\?.*?\?>/s, '').matchAll(/<\/?([\w:]+)[^>]*>|([^<]+)/g);
  const root = { name: '', text: '', children: [] as Element[] };
  const open = [root];
  for (const [token, name, text] of tokens) {
    const top = open.at(-1) ?? root;
    if (name === undefined) {
      top.text += decoded(text ?? '');
    } else if (token.startsWith('</')) {
      open.pop();
    } else {
      const element = { name, text: '', children: [] as Element[] };
      top.children.push(element);
      if (!token.endsWith('/>')) {
        open.push(element);
      }
    }
  }
  return root.children[0] ?? root;
}

/** The child of this name. */
export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((one) => one.name === name);
}

/** An element with text or with elements in it. */
export function element(name: string, content: string | number | boolean): string {
  return `<${name}>${content}</${name}>`;
}

function decoded(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}
