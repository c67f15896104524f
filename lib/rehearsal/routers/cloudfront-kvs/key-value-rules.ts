import { ServiceError } from '../../aws/service-error';

/** CloudFront Developer Guide, "Quotas on key value stores": characters of a key, and of a value. */
const MOST = { key: 512, value: 1_024 };

/** @throws ServiceError `ValidationException` for a key or a value that a store cannot hold */
export function requireKeyValue(key: string, value: string): void {
  if (key.length < 1 || key.length > MOST.key) {
    throw new ServiceError('ValidationException', `a key must have 1 to ${MOST.key} characters`);
  }
  if (value.length > MOST.value) {
    throw new ServiceError('ValidationException', `a value must have at most ${MOST.value} characters`);
  }
}
