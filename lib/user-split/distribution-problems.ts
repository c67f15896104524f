import { RemovalPolicy, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import type { Identity } from '../../lambdas/edge/config';
import { SIDE_HEADER } from '../../lambdas/edge/event';
import { storedOrigin } from '../../lambdas/edge/stored-origin';
import { durationProblems } from '../shared/durations';
import { patternProblems } from './pattern-problems';
import type { UserAwareDistributionProps } from './user-aware-distribution-props';
import { cloudFrontProblems, viewerProblems } from './viewer-problems';

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
/** Problems of the props that CloudFront would report only at deployment, or that only users would notice. */
export function distributionProblems(scope: Construct, props: UserAwareDistributionProps): Problem[] {
  return [
    ...cloudFrontProblems(scope, props),
    ...patternProblems(props.newPaths),
    ...identityProblems(props.identity),
    ...cookieProblems(props),
    ...originProblems(props),
    ...viewerProblems(props),
    ...logProblems(props),
  ];
}

function logProblems({ accessLogs, accessLogsRemovalPolicy }: UserAwareDistributionProps): Problem[] {
  if (accessLogsRemovalPolicy === undefined) {
    return [];
  }
  const path = 'accessLogsRemovalPolicy';
  if (accessLogs !== undefined) {
    return [{ path, message: 'is given with accessLogs, and is for the new bucket alone; leave one out' }];
  }
  return [RemovalPolicy.DESTROY, RemovalPolicy.RETAIN].includes(accessLogsRemovalPolicy)
    ? []
    : [{ path, message: `is "${accessLogsRemovalPolicy}"; must be DESTROY or RETAIN, as for any bucket` }];
}

function identityProblems(identity: Identity): Problem[] {
  switch (identity.kind) {
    case 'basic':
      return [];
    case 'jwt':
      return /^.{1,128}$/.test(identity.claim)
        ? []
        : [
            {
              path: 'identity.claim',
              message: `is "${identity.claim}"; must be the name of a claim, such as sub`,
            },
          ];
    case 'cookie':
      return NAME.test(identity.name)
        ? []
        : [{ path: 'identity.name', message: notAName(identity.name, 'cookie') }];
    case 'header':
      return headerProblems(identity.name);
    default: {
      // A caller in JavaScript may pass any kind.
      const { kind } = identity as { readonly kind: unknown };
      const message = `is ${JSON.stringify(kind)}; must be "jwt", "basic", "header" or "cookie"`;
      return [{ path: 'identity.kind', message }];
    }
  }
}

const notAName = (name: string, what: string) => `is "${name}"; must be the name of a ${what}`;

function headerProblems(name: string): Problem[] {
  const path = 'identity.name';
  if (!NAME.test(name)) {
    return [{ path, message: notAName(name, 'header') }];
  }
  const lower = name.toLowerCase();
  if (lower === 'authorization') {
    return [{ path, message: 'is authorization, whose tokens change; use the kind "jwt" or "basic"' }];
  }
  return ['cookie', 'host', SIDE_HEADER].includes(lower)
    ? [{ path, message: `is ${lower}, which does not identify a user; use a header that does` }]
    : [];
}

const COOKIE_AGE = { unit: 'seconds', min: 1, max: 400 * 86_400, maxInWords: '400 days' } as const;

function cookieProblems({
  cookieName,
  cookieMaxAge,
  identity,
  percentKey,
}: UserAwareDistributionProps): Problem[] {
  const problems: Problem[] = [];
  if (cookieName !== undefined && !NAME.test(cookieName)) {
    problems.push({ path: 'cookieName', message: notAName(cookieName, 'cookie') });
  }
  if (cookieName !== undefined && identity.kind === 'cookie' && identity.name === cookieName) {
    problems.push({
      path: 'cookieName',
      message: `is "${cookieName}", which is also the cookie with the user's name; must be another cookie`,
    });
  }
  if (cookieMaxAge !== undefined) {
    problems.push(...durationProblems('cookieMaxAge', cookieMaxAge, COOKIE_AGE));
  }
  if (percentKey !== undefined && !/^[!-~]{1,512}$/.test(percentKey)) {
    problems.push({
      path: 'percentKey',
      message: `is "${percentKey}"; must be a key, 1 to 512 characters without spaces`,
    });
  }
  return problems;
}

function noUrl(path: string): string {
  const later =
    path === 'oldUrl'
      ? ''
      : '. For a path that is added to a store that is deployed already, set keyInStore in place of it';
  return `is missing; give it: a new store is created with this URL${later}`;
}

/** Origins must be given exactly where they are read from: in the props or in the store. */
function originProblems({
  origins = 'declared',
  store,
  oldUrl,
  newPaths,
}: UserAwareDistributionProps): Problem[] {
  const urls = [
    { path: 'oldUrl', url: oldUrl, inStore: false },
    ...newPaths.map(({ url, keyInStore = false }, i) => ({
      ...{ path: `newPaths[${i}].url`, url, inStore: keyInStore },
    })),
  ];
  const isNewStore = origins === 'store' && store === undefined;
  return [
    ...newPaths.flatMap(({ origin }, i): Problem[] => {
      const path = `newPaths[${i}].origin`;
      if (origins === 'declared' && origin === undefined) {
        return [
          {
            path,
            message: 'is missing; give the origin, or set origins to "store" to read its URL from the store',
          },
        ];
      }
      return origins === 'store' && origin !== undefined
        ? [
            {
              path,
              message:
                'is given although origins is "store", which reads the URL from the store; leave one of ' +
                'them out',
            },
          ]
        : [];
    }),
    ...urls.flatMap(({ path, url, inStore }): Problem[] => {
      if (url === undefined) {
        return isNewStore && inStore !== true ? [{ path, message: noUrl(path) }] : [];
      }
      return isNewStore && inStore !== true
        ? urlProblems(path, url)
        : [
            {
              path,
              message:
                'is given, but would not be used; leave it out: it is only for origins "store" with a ' +
                'new store, which is created with it',
            },
          ];
    }),
  ];
}

function urlProblems(path: string, url: string): Problem[] {
  if (Token.isUnresolved(url)) {
    return [
      {
        path,
        message:
          'is known only at deployment, but the keys of a new store are written at synth; use origins ' +
          '"declared"',
      },
    ];
  }
  try {
    storedOrigin(url);
    return [];
  } catch (_notAUrl) {
    return [{ path, message: `is "${url}"; must be https://HOST or https://HOST/PATH` }];
  }
}
