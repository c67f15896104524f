import { Duration } from 'aws-cdk-lib';
import type { EdgeConfig } from '../../lambdas/edge/config';
import type { UserAwareDistributionProps } from './user-aware-distribution-props';

/** System B's name of the old path's key. */
export const OLD_KEY = 'APIGW_A_URL';

/** System B's name of a new path's key: the first is B1. */
export const newKey = (index: number) => `APIGW_B${index + 1}_URL`;

/** Id of a new path's origin in the distribution. */
export const newOriginId = (index: number) => `new-path-${index + 1}`;

/** What the functions are built with. */
export function edgeSettings(props: UserAwareDistributionProps, originIds: readonly string[]): EdgeConfig {
  const { anonymous = 'cookie', cookieName = '__Host-cutover-id', percentKey = 'traffic-split' } = props;
  const { cookieMaxAge = Duration.days(365), tellSide = true } = props;
  const stored = props.origins === 'store';
  return {
    paths: props.newPaths.map(({ patterns }, i) => ({
      patterns,
      origin: stored ? { key: newKey(i) } : { originId: originIds[i] ?? newOriginId(i) },
    })),
    oldKey: stored ? OLD_KEY : null,
    percentKey,
    identity: props.identity,
    anonymous,
    hash: props.hash ?? (props.store === undefined ? 'fnv1a-fmix32' : 'b'),
    cookieName,
    cookieMaxAgeSeconds: cookieMaxAge.toSeconds(),
    tellSide,
  };
}

/** The keys that a store of its own is made with. */
export function initialKeys(props: UserAwareDistributionProps): Readonly<Record<string, string>> {
  const urls = props.origins === 'store' ? props.newPaths.map(({ url }, i) => [newKey(i), url]) : [];
  const old = props.origins === 'store' ? [[OLD_KEY, props.oldUrl]] : [];
  return Object.fromEntries([...old, ...urls, [props.percentKey ?? 'traffic-split', '0']]);
}
