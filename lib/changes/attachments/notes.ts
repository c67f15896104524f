import type { Target } from './origin';

/** The target of what acts on everything in its account. */
export const ACCOUNT_TARGET: Target = { origin: 'existing', name: 'the account and Region' };

/** What an addition attaches to, as the beginning of a sentence. */
export function attaches(targets: readonly Target[]): string {
  return targets[0] === ACCOUNT_TARGET
    ? `It acts on ${ACCOUNT_TARGET.name}`
    : `It attaches to ${listed(targets.map(({ name }) => name))}, which the deployment does not add`;
}

/** More names than this are counted. */
const MOST_NAMES = 8;

/** Names as a list, each once. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const rest = all.length - MOST_NAMES;
  return rest > 0 ? `${all.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : all.join(', ');
}
