import type { SmokeCheck } from '../../core/plan/smoke-test';
import type { PlainOrSecret, SecretReference } from '../../core/secrets/secret-reference';
import { type FoundValue, headerIn, valueIn } from '../../core/secrets/secret-value';
import type { ClientCertificate, ProbeFailure, SecretReading, SecretSource } from '../../ports';

/** The parts of a check that may refer to secrets, with the values in their place. */
export interface FilledRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly clientCertificate?: ClientCertificate;
}

/** The parts of a check that may refer to secrets. */
type WithReferences = Pick<SmokeCheck, 'headers' | 'body' | 'clientCertificate'>;

/** The secrets of one run of checks. They are read when they are first sent, and live as long as the run. */
export interface SecretValues {
  /** Those parts of a check, or why a value is missing. A failure names the ARN alone. */
  fill(check: WithReferences): Promise<FilledRequest | ProbeFailure>;
}

/** The request of a check without any reference; null for any other. */
export function plainRequest({ headers, body, clientCertificate }: WithReferences): FilledRequest | null {
  if (clientCertificate !== undefined) {
    return null;
  }
  const isPlain = [...Object.values(headers), body ?? ''].every((value) => typeof value === 'string');
  // Every value is text, so it has this shape.
  return isPlain ? ({ headers, ...(body === undefined ? {} : { body }) } as FilledRequest) : null;
}

type Find = (reference: SecretReference, secret: string) => FoundValue;

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
    find: Find,
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

  const resolveAll = async <Name extends string>(
    given: Readonly<Partial<Record<Name, PlainOrSecret>>>,
    find: Find,
  ): Promise<{ readonly values: Record<Name, string> } | ProbeFailure> => {
    const values = {} as Record<Name, string>;
    for (const [name, value] of Object.entries(given) as [Name, PlainOrSecret][]) {
      const found = await resolve(value, find);
      if ('failure' in found) {
        return found;
      }
      values[name] = found.value;
    }
    return { values };
  };

  return {
    fill: async ({ headers, body, clientCertificate }) => {
      const sent = await resolveAll(headers, headerIn);
      if ('failure' in sent) {
        return sent;
      }
      const rest = await resolveAll<'body'>(body === undefined ? {} : { body }, valueIn);
      if ('failure' in rest) {
        return rest;
      }
      const filled = { headers: sent.values, ...rest.values };
      if (clientCertificate === undefined) {
        return filled;
      }
      const proof = await resolveAll(clientCertificate, valueIn);
      return 'failure' in proof ? proof : { ...filled, clientCertificate: proof.values };
    },
  };
}
