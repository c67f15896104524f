import jsonata from 'jsonata';
import { type Direct, directOf } from './direct';
import { type Node, visit } from './node';

/** An expression, ready to be evaluated many times. */
export interface Compiled {
  readonly source: string;
  readonly expression: jsonata.Expression;
  readonly tree: Node;
  /** The expression without the library, if it is simple. */
  readonly direct: Direct | null;
  /** The variables that it uses. Binding a variable takes time, and an execution has dozens. */
  readonly names: ReadonlySet<string>;
}

const compiled = new Map<string, Compiled>();

/**
 * Compiles an expression.
 * @param source the text between `{%` and `%}`
 * @throws Error that names what is not JSONata 2.0.6, which Step Functions has
 */
export function compile(source: string): Compiled {
  const known = compiled.get(source);
  if (known !== undefined) {
    return known;
  }
  const expression = parse(source);
  const tree = expression.ast() as unknown as Node;
  const names = new Set<string>();
  visit(tree, (node) => {
    refuseNewerSyntax(source, node);
    if (node.type === 'variable') {
      names.add(String(node.value));
    }
  });
  const found = { source, expression, tree, direct: directOf(tree), names };
  compiled.set(source, found);
  return found;
}

function parse(source: string): jsonata.Expression {
  try {
    return jsonata(source);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw new Error(code === undefined ? message : `${code}: ${message}`);
  }
}

/** `a ?? b` and `a ?: b` came with JSONata 2.1. The tree has them as conditions. */
function refuseNewerSyntax(source: string, node: Node): void {
  const operator = source.slice((node.position ?? 0) - 2, node.position);
  if (node.type === 'condition' && (operator === '??' || operator === '?:')) {
    throw new Error(`"${operator}" is a syntax error in the JSONata 2.0.6 of Step Functions`);
  }
}
