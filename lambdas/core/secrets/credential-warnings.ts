import type { SmokeCheck } from '../plan/smoke-test';
import type { Problem } from '../validation/problems';

/** Names of headers that usually hold a credential. */
const CREDENTIALS = /^(proxy-)?authorization$|^cookie$|api-?key|token|secret|password|credential/i;

/**
 * Headers that seem to hold a credential as plain text. A plan is the input of the execution, and so in its
 * history and its events.
 */
export function credentialWarnings(checks: readonly SmokeCheck[], path: string): Problem[] {
  const message =
    'has its value in the plan, which everybody can read who may read the execution; if it is a ' +
    'credential, put it into Secrets Manager or Parameter Store and write { secret: ARN }';
  return checks.flatMap(({ headers }, i) =>
    Object.entries(headers)
      .filter(([name, value]) => typeof value === 'string' && value !== '' && CREDENTIALS.test(name))
      .map(([name]) => ({ path: `${path}[${i}].headers.${name}`, message })),
  );
}
