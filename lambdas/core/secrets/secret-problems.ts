import { shorten } from '../health/verdict';
import type { SmokeCheck } from '../plan/smoke-test';
import type { Problem } from '../validation/problems';
import type { PlainOrSecret, SecretReference } from './secret-reference';

/** A reference, and the path of its field. */
export interface PlacedReference {
  readonly path: string;
  readonly reference: SecretReference;
}

/**
 * Every reference in checks, in their order.
 * @param path the path of the list of checks
 */
export function referencesIn(checks: readonly SmokeCheck[], path: string): PlacedReference[] {
  return checks.flatMap(({ headers, body, clientCertificate }, i) =>
    [
      ...Object.entries(headers).map(headerPlace),
      ...(body === undefined ? [] : [['body', body] as const]),
      ...Object.entries(clientCertificate ?? {}).map(certificatePlace),
    ].flatMap(([field, value]) =>
      typeof value === 'string' ? [] : [{ path: `${path}[${i}].${field}`, reference: value }],
    ),
  );
}

function certificatePlace([name, value]: readonly [string, PlainOrSecret]) {
  return [`clientCertificate.${name}`, value] as const;
}

function headerPlace([name, value]: readonly [string, PlainOrSecret]) {
  return [`headers.${name}`, value] as const;
}

/** Problems of references to secrets that the deployment does not name. */
export function secretProblems(
  checks: readonly SmokeCheck[],
  path: string,
  allowed: readonly string[],
): Problem[] {
  const list = allowed.length === 0 ? 'none' : shorten(allowed.join(', '), 400);
  return referencesIn(checks, path)
    .filter(({ reference }) => !allowed.includes(reference.secret))
    .map(({ path, reference }) => ({
      path: `${path}.secret`,
      message: `is "${reference.secret}"; must be one of the secrets of the deployment (secrets): ${list}`,
    }));
}
