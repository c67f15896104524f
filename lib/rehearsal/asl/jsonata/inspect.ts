import { type Compiled, compile } from './compile';
import { type Node, visit } from './node';
import { JSONATA_FUNCTIONS, SERVICE_FUNCTIONS } from './service-functions';
import { type Available, statesProblem } from './states-variable';

/**
 * What Step Functions, or this interpreter, does not accept in an expression.
 * @param source the text between `{%` and `%}`
 * @param available what `$states` has in this field
 * @returns one message per problem; empty when there is none
 */
export function expressionProblems(source: string, available: Available): string[] {
  let compiled: Compiled;
  try {
    compiled = compile(source);
  } catch (error) {
    return [`is not JSONata: ${(error as Error).message}`];
  }
  const problems = new Set<string>();
  const add = (problem: string | null) => {
    if (problem !== null) {
      problems.add(problem);
    }
  };
  const bound = boundNames(compiled.tree);
  visit(compiled.tree, (node) => {
    add(variableProblem(node));
    add(callProblem(node, bound));
  });
  inspect(compiled.tree, { hasContext: false, available, add });
  return [...problems];
}

/** Variables that the expression itself defines: by `:=`, as parameters, by `@` and by `#`. */
function boundNames(tree: Node): ReadonlySet<string> {
  const names = new Set<string>();
  visit(tree, (node) => {
    if (node.type === 'bind') {
      names.add(String((node.lhs as Node).value));
    }
    if (node.type === 'lambda') {
      for (const parameter of node.arguments as Node[]) {
        names.add(String(parameter.value));
      }
    }
    for (const name of [node.focus, node.index]) {
      if (typeof name === 'string') {
        names.add(name);
      }
    }
  });
  return names;
}

function variableProblem(node: Node): string | null {
  if (node.type === 'bind' && (node.lhs as Node).value === 'states') {
    return 'assigns $states, which is reserved';
  }
  if (node.type !== 'variable') {
    return null;
  }
  switch (node.value) {
    case '$':
      return 'uses $$, but there is no input document; use $states.input';
    case 'eval':
      return 'uses $eval, which Step Functions does not have; use $parse';
    default:
      return null;
  }
}

function callProblem(node: Node, bound: ReadonlySet<string>): string | null {
  const isCall = node.type === 'function' || node.type === 'partial';
  const procedure = node.procedure as Node | undefined;
  if (node.type === 'variable' && node.value === 'toMillis') {
    return null;
  }
  if (!isCall || procedure?.type !== 'variable') {
    return null;
  }
  const name = String(procedure.value);
  if (name === 'toMillis' && (node.type === 'partial' || (node.arguments as Node[]).length > 1)) {
    return 'calls $toMillis with a picture, which completes a time from the real clock';
  }
  const isKnown = JSONATA_FUNCTIONS.has(name) || SERVICE_FUNCTIONS.has(name) || bound.has(name);
  return isKnown || name === 'eval' ? null : `calls $${name}, which is not a function of Step Functions`;
}

interface Place {
  /** Whether `$` and field names have something to refer to. */
  readonly hasContext: boolean;
  readonly available: Available;
  readonly add: (problem: string | null) => void;
}

/** Walks the tree, with the knowledge of where JSONata has a context item. */
function inspect(node: Node, place: Place): void {
  const inside = { ...place, hasContext: true };
  switch (node.type) {
    case 'path':
      inspectPath(node.steps as Node[], place);
      break;
    case 'variable':
      place.add(node.value === 'states' ? statesProblem([], place.available) : null);
      place.add(node.value === '' && !place.hasContext ? NO_CONTEXT : null);
      break;
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'parent':
      place.add(place.hasContext ? null : `reads ${spelling(node)} of no variable; use $states.input`);
      break;
    case 'lambda':
      // A function has the context of the place that defines it.
      inspect(node.body as Node, place);
      break;
    case 'transform':
      for (const part of [node.pattern, node.update, node.delete]) {
        inspectAll(part, inside);
      }
      break;
    default:
      for (const [key, value] of Object.entries(node)) {
        if (!['value', 'predicate', 'stages', 'group', 'nextFunction'].includes(key)) {
          inspectAll(value, place);
        }
      }
  }
  for (const part of [node.predicate, node.stages, node.group]) {
    inspectAll(part, inside);
  }
}

const NO_CONTEXT = 'uses $ at the top level, where there is no input document; use $states.input';

function inspectPath(steps: readonly Node[], place: Place): void {
  const [first, ...rest] = steps as [Node, ...Node[]];
  if (first.type === 'variable' && first.value === 'states') {
    const fields = rest.slice(0, rest.findIndex((step) => step.type !== 'name') >>> 0);
    place.add(
      statesProblem(
        fields.map((step) => String(step.value)),
        place.available,
      ),
    );
    for (const part of [first.predicate, first.stages, first.group]) {
      inspectAll(part, { ...place, hasContext: true });
    }
  } else {
    inspect(first, place);
  }
  inspectAll(rest, { ...place, hasContext: true });
}

function inspectAll(value: unknown, place: Place): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      inspectAll(item, place);
    }
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') {
      inspect(value as Node, place);
    } else {
      for (const part of Object.values(value)) {
        inspectAll(part, place);
      }
    }
  }
}

function spelling(node: Node): string {
  return node.type === 'name' ? `the field "${String(node.value)}"` : 'fields';
}
