import type { AslMachine, ChoiceState } from '../../lib/rehearsal/asl/machine';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isCatch: boolean;
}

/**
 * A state machine as a Mermaid flowchart. Choice states are not drawn: their branches become labels on the
 * edges of the state before them. Dotted edges are taken on failure.
 */
export function mermaid(machine: AslMachine): string {
  const edges = Object.keys(machine.States)
    .filter((name) => machine.States[name]?.Type !== 'Choice')
    .flatMap((name) => edgesFrom(machine, name));
  const shown = [machine.StartAt, ...edges.map((edge) => edge.to)];
  const nodes = Object.entries(machine.States)
    .filter(([name, state]) => state.Type !== 'Choice' && shown.includes(name))
    .map(([name, state]) => `  ${name}${shape(name, state.Type)}`);
  const lines = merge(edges).map(({ from, to, label, isCatch }) => {
    const arrow = isCatch ? '-.->' : '-->';
    return `  ${from} ${arrow}${label === '' ? '' : `|${label}|`} ${to}`;
  });
  return ['flowchart TD', ...nodes, ...lines].join('\n');
}

function shape(name: string, type: string): string {
  switch (type) {
    case 'Wait':
      return `([${name}])`;
    case 'Succeed':
    case 'Fail':
      return `[[${name}]]`;
    default:
      return `[${name}]`;
  }
}

function edgesFrom(machine: AslMachine, name: string): Edge[] {
  const state = machine.States[name];
  if (state === undefined || state.Type === 'Succeed' || state.Type === 'Fail' || state.Type === 'Choice') {
    return [];
  }
  const forward = (state.Next === undefined ? [] : follow(machine, state.Next)).map(({ to, label }) => ({
    from: name,
    to,
    label,
    isCatch: false,
  }));
  const catches =
    state.Type === 'Task'
      ? state.Catch.flatMap((one) =>
          follow(machine, one.Next).map(({ to }) => ({ from: name, to, label: '', isCatch: true })),
        )
      : [];
  return [...forward, ...catches];
}

/** The states that follow: the state itself, or for a Choice the target of each branch. */
function follow(machine: AslMachine, name: string): { to: string; label: string }[] {
  const state = machine.States[name];
  return state?.Type === 'Choice' ? branches(state) : [{ to: name, label: '' }];
}

function branches(choice: ChoiceState): { to: string; label: string }[] {
  const rules = choice.Choices.map((rule) => ({ to: rule.Next, label: labelOf(String(rule.Condition)) }));
  const otherwise = choice.Default === undefined ? [] : [{ to: choice.Default, label: 'otherwise' }];
  return [...rules, ...otherwise];
}

/**
 * For each part of a condition, the value that it compares with, or the name of the variable that must be
 * true.
 */
function labelOf(condition: string): string {
  const value = (part: string) => /'([^']+)'/.exec(part)?.[1] ?? /\$(?:\w+\.)?(\w+)/.exec(part)?.[1] ?? '';
  return condition.split(' and ').map(value).join(', ');
}

/**
 * At most one edge between two states: a dotted edge is dropped when there is a solid one.
 */
function merge(edges: readonly Edge[]): Edge[] {
  return edges.filter(
    (edge, i) =>
      !edges.some(
        (other, j) =>
          other.from === edge.from && other.to === edge.to && (j < i || (edge.isCatch && !other.isCatch)),
      ),
  );
}
