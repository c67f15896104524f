import { Token } from 'aws-cdk-lib';
import { SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import type { Problem } from '../../lambdas/core/validation/problems';
import type { Identity } from '../../lambdas/edge/config';
import { SIDE_HEADER } from '../../lambdas/edge/event';
import { storedOrigin } from '../../lambdas/edge/stored-origin';
import { patternProblems } from './pattern-problems';
import type { UserAwareDistributionProps } from './user-aware-distribution-props';

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
const WEB_ACL = /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/;
const OLD_PROTOCOLS: readonly SecurityPolicyProtocol[] = [
  SecurityPolicyProtocol.SSL_V3,
  SecurityPolicyProtocol.TLS_V1,
  SecurityPolicyProtocol.TLS_V1_2016,
  SecurityPolicyProtocol.TLS_V1_1_2016,
];

/** Problems of the props that CloudFront would report only at deployment, or that only users would notice. */
export function distributionProblems(props: UserAwareDistributionProps): Problem[] {
  return [
    ...patternProblems(props.newPaths),
    ...identityProblems(props.identity),
    ...cookieProblems(props),
    ...originProblems(props),
    ...viewerProblems(props),
  ];
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
  const days = cookieMaxAge?.toSeconds() ?? 86_400;
  if (days < 1 || days > 400 * 86_400) {
    problems.push({
      path: 'cookieMaxAge',
      message: `is ${cookieMaxAge?.toHumanString()}; must be 1 second to 400 days`,
    });
  }
  if (percentKey !== undefined && !/^[!-~]{1,512}$/.test(percentKey)) {
    problems.push({
      path: 'percentKey',
      message: `is "${percentKey}"; must be a key, 1 to 512 characters without spaces`,
    });
  }
  return problems;
}

/** Origins must be given exactly where they are read from: in the props or in the store. */
function originProblems({
  origins = 'declared',
  store,
  oldUrl,
  newPaths,
}: UserAwareDistributionProps): Problem[] {
  const urls = [
    { path: 'oldUrl', url: oldUrl },
    ...newPaths.map(({ url }, i) => ({ path: `newPaths[${i}].url`, url })),
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
    ...urls.flatMap(({ path, url }): Problem[] => {
      if (url === undefined) {
        return isNewStore
          ? [{ path, message: 'is missing; give it: a new store is created with this URL' }]
          : [];
      }
      return isNewStore
        ? urlProblems(path, url)
        : [
            {
              path,
              message:
                'is given, but would not be used; leave it out: it is only for origins "store" with a ' +
                'new store',
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

function viewerProblems(props: UserAwareDistributionProps): Problem[] {
  const { webAclArn, certificate, domainNames = [], minimumProtocolVersion } = props;
  const problems: Problem[] = [];
  if (webAclArn !== undefined && !Token.isUnresolved(webAclArn) && !WEB_ACL.test(webAclArn)) {
    const must = 'must be a web ACL of WAF with scope CLOUDFRONT: arn:aws:wafv2:us-east-1:…:global/webacl/…';
    problems.push({ path: 'webAclArn', message: `is "${webAclArn}"; ${must}` });
  }
  if (domainNames.length > 0 && certificate === undefined) {
    problems.push({
      path: 'certificate',
      message: 'is missing; give a certificate from us-east-1 that covers the domain names',
    });
  }
  if (domainNames.length === 0 && certificate !== undefined) {
    problems.push({ path: 'domainNames', message: 'is missing; give the names that the certificate covers' });
  }
  if (minimumProtocolVersion !== undefined && certificate === undefined) {
    problems.push({
      path: 'minimumProtocolVersion',
      message: 'is given without certificate, and would have no effect; give both',
    });
  }
  if (minimumProtocolVersion !== undefined && OLD_PROTOCOLS.includes(minimumProtocolVersion)) {
    problems.push({
      path: 'minimumProtocolVersion',
      message: `is ${minimumProtocolVersion}; must be TLS 1.2 or newer`,
    });
  }
  return problems;
}
