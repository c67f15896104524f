import type { Target } from './origin';

/** The target of what acts on everything in its account. */
export const ACCOUNT_TARGET: Target = { origin: 'existing', name: 'the account and Region' };

/** What an addition attaches to, as the beginning of a sentence. */
export function attaches(targets: readonly Target[]): string {
  const names = [...new Set(targets.map(({ name }) => name))];
  return targets[0] === ACCOUNT_TARGET
    ? `It acts on ${ACCOUNT_TARGET.name}`
    : `It attaches to ${names.join(', ')}, which the deployment does not add`;
}
