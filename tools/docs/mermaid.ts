import type { AslMachine, ChoiceState } from '../../lib/rehearsal/asl/machine';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isCatch: boolean;
}

/**
 * A state machine as a Mermaid flowchart. Choices become labels of the edges that leave the state before them, so that the picture shows
 * what is done; dotted edges are taken on failure.
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
  const forward = follow(machine, state.Next).map(({ to, label }) => ({
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

/** Where a step leads: to the state itself, or through a Choice to each of its ways. */
function follow(machine: AslMachine, name: string): { to: string; label: string }[] {
  const state = machine.States[name];
  return state?.Type === 'Choice' ? ways(state) : [{ to: name, label: '' }];
}

function ways(choice: ChoiceState): { to: string; label: string }[] {
  const rules = choice.Choices.map((rule) => ({ to: rule.Next, label: wordIn(rule.Condition) }));
  return [...rules, { to: choice.Default, label: 'otherwise' }];
}

/** Of each part of a condition the word that it compares with, or the name of the variable that must be true. */
function wordIn(condition: string): string {
  const word = (part: string) => /'([^']+)'/.exec(part)?.[1] ?? /\$(?:\w+\.)?(\w+)/.exec(part)?.[1] ?? '';
  return condition.split(' and ').map(word).join(', ');
}

/** One edge for each pair of states and kind, so that a failure beside a choice is not drawn twice. */
function merge(edges: readonly Edge[]): Edge[] {
  return edges.filter(
    (edge, i) =>
      !edges.some(
        (other, j) =>
          other.from === edge.from && other.to === edge.to && (j < i || (edge.isCatch && !other.isCatch)),
      ),
  );
}
