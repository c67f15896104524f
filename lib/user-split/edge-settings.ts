import { Duration } from 'aws-cdk-lib';
import type { EdgeConfig } from '../../lambdas/edge/config';
import type { UserAwareDistributionProps } from './user-aware-distribution-props';

/**
 * The key of the old path's URL, and those of the new paths: B1, B2 and so on. The names are those of
 * existing stores that were written for an earlier edge router, so that such a store can be used as it is.
 */
export const OLD_KEY = 'APIGW_A_URL';

/** The key of a new path's URL; the first is B1. */
export const newKey = (index: number) => `APIGW_B${index + 1}_URL`;

/** The id of a new path's origin in the distribution. */
export const newOriginId = (index: number) => `new-path-${index + 1}`;

/** The settings that are built into the functions. */
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

/** The keys of URLs that the functions read, with the URLs that the props have. */
export function urlKeys({ origins, oldUrl, newPaths }: UserAwareDistributionProps) {
  const keys = [{ key: OLD_KEY, url: oldUrl }, ...newPaths.map(({ url }, i) => ({ key: newKey(i), url }))];
  return origins === 'store' ? keys : [];
}

/** The keys of a new store, with their first values. */
export function initialKeys(props: UserAwareDistributionProps): Readonly<Record<string, string>> {
  const given = urlKeys(props).flatMap(({ key, url }) => (url === undefined ? [] : [[key, url]]));
  return Object.fromEntries([...given, [props.percentKey ?? 'traffic-split', '0']]);
}
