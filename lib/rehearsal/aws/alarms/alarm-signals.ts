import type { Signal } from './alarm-state';

const BOTH: readonly Signal[] = ['errors', 'latency'];

/**
 * What alarms measure, guessed from their names. Unless the names cover errors and latency, every alarm that
 * is not about targets measures both.
 * @returns one list for each name
 */
export function guessSignals(names: readonly string[]): readonly (readonly Signal[])[] {
  const guessed = names.map(signalsOf);
  const found = new Set(guessed.flat());
  const isComplete = BOTH.every((signal) => found.has(signal));
  return guessed.map((signals) => (isComplete || signals.includes('targets') ? signals : BOTH));
}

function signalsOf(name: string): readonly Signal[] {
  if (/health(y|ier)?[-_ ]?(host|target)|(host|target)s?[-_ ]?(count|health)/i.test(name)) {
    return ['targets'];
  }
  const errors = /5\d\d|5xx|4xx|error|fault|fail/i.test(name);
  const latency = /p\d\d|latency|response|duration|slow/i.test(name);
  return errors === latency ? BOTH : [errors ? 'errors' : 'latency'];
}
