import { type CharacterTest, PatternError } from './i-regexp-class';
import { type PatternNode, parsePattern } from './i-regexp-syntax';
import type { WorkBudget } from './work-budget';

/** A regular expression that matches in time linear in the text. */
export interface Pattern {
  /**
   * Whether the pattern matches the whole text, or with `search` a part of it.
   * @throws BudgetExceededError
   */
  matches(text: string, mode: 'match' | 'search', budget: WorkBudget): boolean;
}

/** Repetitions are written out, so `(a{100}){100}` would take 10,000. */
const MAX_STATES = 1_000;

type State =
  | { readonly kind: 'character'; readonly test: CharacterTest; readonly next: number }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'fork'; readonly next: readonly number[] }
  | { readonly kind: 'accept' };

/**
 * Compiles an I-Regexp (RFC 9485) into states that are followed side by side (Thompson's construction), so
 * that nothing is tried twice. A regular expression of JavaScript backtracks, for longer than any deadline.
 * @throws PatternError if the pattern is not an I-Regexp or has too many states
 */
export function compilePattern(pattern: string): Pattern {
  const states: State[] = [{ kind: 'accept' }];
  const start = addNode(states, parsePattern(pattern), 0);
  return { matches: (text, mode, budget) => run(states, start, text, mode, budget) };
}

function addState(states: State[], state: State): number {
  if (states.length >= MAX_STATES) {
    throw new PatternError(`has repetitions that amount to more than ${MAX_STATES} states`);
  }
  states.push(state);
  return states.length - 1;
}

/** Adds the states of a node, which lead to `next`, and returns the first. */
function addNode(states: State[], node: PatternNode, next: number): number {
  switch (node.kind) {
    case 'character':
      return addState(states, { kind: 'character', test: node.test, next });
    case 'start':
    case 'end':
      return addState(states, { kind: node.kind, next });
    case 'sequence':
      // An empty one takes a state too, so that the number of states limits the work of adding them.
      return node.parts.length === 0
        ? addState(states, { kind: 'fork', next: [next] })
        : node.parts.reduceRight((after, part) => addNode(states, part, after), next);
    case 'choice':
      return addState(states, { kind: 'fork', next: node.parts.map((part) => addNode(states, part, next)) });
    case 'repeat':
      return addRepeat(states, node, next);
  }
}

function addRepeat(
  states: State[],
  { part, min, max }: PatternNode & { kind: 'repeat' },
  next: number,
): number {
  let here = next;
  if (max === null) {
    // The fork leads into the part, which leads back to the fork.
    const ways: number[] = [next];
    here = addState(states, { kind: 'fork', next: ways });
    ways.push(addNode(states, part, here));
  } else {
    for (let i = min; i < max; i += 1) {
      here = addState(states, { kind: 'fork', next: [next, addNode(states, part, here)] });
    }
  }
  for (let i = 0; i < min; i += 1) {
    here = addNode(states, part, here);
  }
  return here;
}

function run(
  states: readonly State[],
  start: number,
  text: string,
  mode: 'match' | 'search',
  budget: WorkBudget,
): boolean {
  /** The position at which a state was last entered, so that it is entered once per position. */
  const entered = new Int32Array(states.length).fill(-1);
  let current: number[] = [start];
  let at = 0;
  while (current.length > 0) {
    const codePoint = text.codePointAt(at);
    const after: number[] = [];
    const open = current;
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (entered[state] === at) {
        continue;
      }
      entered[state] = at;
      budget.spend(1);
      const here = states[state] as State;
      if (here.kind === 'fork') {
        open.push(...here.next);
      } else if (here.kind === 'accept') {
        if (mode === 'search' || codePoint === undefined) {
          return true;
        }
      } else if (here.kind === 'character') {
        if (codePoint !== undefined && here.test(codePoint)) {
          after.push(here.next);
        }
      } else if (here.kind === 'start' ? at === 0 : codePoint === undefined) {
        open.push(here.next);
      }
    }
    if (mode === 'search') {
      after.push(start);
    }
    current = codePoint === undefined ? [] : after;
    at += codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
  }
  return false;
}
