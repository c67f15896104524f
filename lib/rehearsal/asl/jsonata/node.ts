/** A node of JSONata's syntax tree. The library's own type omits most fields. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly [field: string]: unknown;
}

/** Calls back for a node and for everything in it. */
export function visit(node: unknown, each: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) {
      visit(item, each);
    }
  } else if (typeof node === 'object' && node !== null) {
    if ('type' in node && typeof node.type === 'string') {
      each(node as Node);
    }
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'value' && key !== 'position') {
        visit(value, each);
      }
    }
  }
}
