import type { SmokeCheck } from '../../../lambdas/core/plan/smoke-test';
import { referencesIn } from '../../../lambdas/core/secrets/secret-problems';
import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { SecretSource } from '../../../lambdas/ports';
import type { Caller } from './calls';

/** The value of every secret in a rehearsal. The real ones are never read. */
export const REHEARSED_SECRET = 'rehearsed-secret-value';

/** Secrets Manager and Parameter Store. A secret is a JSON object where the plan uses fields of it. */
export function worldSecrets(calls: Caller, checks: readonly SmokeCheck[]): SecretSource {
  const contentOf = (arn: string): string => {
    const references = referencesIn(checks, 'checks').map(({ reference }) => reference);
    const keys = references.flatMap(({ secret, key }) => (secret === arn && key !== undefined ? [key] : []));
    return keys.length === 0
      ? REHEARSED_SECRET
      : JSON.stringify(Object.fromEntries(keys.map((key) => [key, REHEARSED_SECRET])));
  };
  return {
    read: async (arn) => {
      const isParameter = arn.split(':')[2] === 'ssm';
      const [service, operation] = isParameter
        ? (['ssm', 'GetParameter'] as const)
        : (['secretsmanager', 'GetSecretValue'] as const);
      try {
        return { value: await calls.call(service, operation, () => contentOf(arn)) };
      } catch (error) {
        const { name } = error as Error;
        const retryable = error instanceof ServiceBusyError;
        return { failure: `the secret ${arn} cannot be read (${name})`, retryable };
      }
    },
  };
}
