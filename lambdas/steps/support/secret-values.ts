import type { SmokeCheck } from '../../core/plan/smoke-test';
import type { PlainOrSecret, SecretReference } from '../../core/secrets/secret-reference';
import { type FoundValue, headerIn, valueIn } from '../../core/secrets/secret-value';
import type { ProbeFailure, SecretReading, SecretSource } from '../../ports';

/** The parts of a check that may refer to secrets, with the values in their place. */
export interface FilledRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The secrets of one run of checks. They are read when they are first sent, and live as long as the run. */
export interface SecretValues {
  /** The headers and the body of a check, or why a value is missing. A failure names the ARN alone. */
  fill(check: Pick<SmokeCheck, 'headers' | 'body'>): Promise<FilledRequest | ProbeFailure>;
}

/** The request of a check without any reference; null for any other. */
export function plainRequest({ headers, body }: Pick<SmokeCheck, 'headers' | 'body'>): FilledRequest | null {
  const isPlain = [...Object.values(headers), body ?? ''].every((value) => typeof value === 'string');
  // Every value is text, so it has this shape.
  return isPlain ? ({ headers, ...(body === undefined ? {} : { body }) } as FilledRequest) : null;
}

/** Starts a run. */
export function secretValues(source: SecretSource): SecretValues {
  const readings = new Map<string, Promise<SecretReading>>();

  const read = async (arn: string): Promise<SecretReading> => {
    const reading = readings.get(arn) ?? source.read(arn);
    readings.set(arn, reading);
    const result = await reading;
    if ('failure' in result) {
      // Another try reads it again.
      readings.delete(arn);
    }
    return result;
  };

  const resolve = async (
    given: PlainOrSecret,
    find: (reference: SecretReference, secret: string) => FoundValue,
  ): Promise<{ readonly value: string } | ProbeFailure> => {
    if (typeof given === 'string') {
      return { value: given };
    }
    const reading = await read(given.secret);
    if ('failure' in reading) {
      return reading;
    }
    const found = find(given, reading.value);
    return 'problem' in found ? { failure: found.problem, retryable: false } : found;
  };

  return {
    fill: async ({ headers, body }) => {
      const filled: Record<string, string> = {};
      for (const [name, given] of Object.entries(headers)) {
        const found = await resolve(given, headerIn);
        if ('failure' in found) {
          return found;
        }
        filled[name] = found.value;
      }
      if (body === undefined) {
        return { headers: filled };
      }
      const found = await resolve(body, valueIn);
      return 'failure' in found ? found : { headers: filled, body: found.value };
    },
  };
}
