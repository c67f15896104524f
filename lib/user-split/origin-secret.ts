import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { namingProblems, type PropNames } from '../shared/known-props';
import { isKnownLater } from '../shared/lookups';
import { refuseProps } from '../shared/refuse-props';

/** In which header the secret is sent. */
export interface OriginSecretProps {
  /**
   * The header in which CloudFront sends the secret to an origin. A viewer's header of the same name is
   * overwritten.
   * @default 'x-origin-secret'
   */
  readonly headerName?: string;
  /**
   * What a deletion of the stack does with the secret.
   * @default RemovalPolicy.DESTROY: without the origins, nothing needs it
   */
  readonly removalPolicy?: RemovalPolicy;
}

const names: PropNames<OriginSecretProps> = { headerName: 'optional', removalPolicy: 'optional' };

/**
 * A secret that only CloudFront sends to its origins, so that no request reaches them past the distribution.
 * Give `headers` to the origins as `customHeaders`, and the secret to an `UserSplitWebAcl` in front of them.
 *
 * The template has a reference to Secrets Manager in place of the value. CloudFormation resolves it when it
 * changes the resource, so that a rotation takes another `OriginSecret` and three deployments: accept both,
 * send the new one, accept it alone. Who may read the distribution or the web ACL can read the value.
 * Source: Amazon CloudFront Developer Guide, "Restrict access to Application Load Balancers".
 * @example
 * const secret = new OriginSecret(this, 'OriginSecret');
 * new UserAwareDistribution(this, 'Split', {
 *   old: new HttpOrigin('legacy.example.com'),
 *   newPaths: [
 *     {
 *       patterns: ['/orders/*'],
 *       origin: new HttpOrigin('orders.example.com', { customHeaders: { ...secret.headers } }),
 *     },
 *   ],
 *   identity: { kind: 'jwt', claim: 'sub' },
 * });
 * new UserSplitWebAcl(this, 'OriginAcl', { protects: 'origin', originSecrets: [secret] });
 */
export class OriginSecret extends Construct {
  /** The name of the header, in lower case. */
  readonly headerName: string;
  /** The secret in Secrets Manager. `value` refers to it. */
  readonly secret: Secret;
  /** For `customHeaders` of an origin. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the header holds: a reference that CloudFormation resolves. */
  readonly value: string;

  /** @throws Error at synth when CloudFront does not send such a header to an origin */
  constructor(scope: Construct, id: string, props: OriginSecretProps = {}) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    const { headerName = 'x-origin-secret', removalPolicy = RemovalPolicy.DESTROY } = props;
    refuseProps(this, headerProblems(headerName));
    this.headerName = headerName.toLowerCase();
    this.secret = new Secret(this, 'Secret', {
      description: 'Sent by CloudFront to its origins, which refuse requests without it',
      generateSecretString: { excludePunctuation: true, passwordLength: 48 },
      removalPolicy,
    });
    this.value = this.secret.secretValue.unsafeUnwrap();
    this.headers = { [this.headerName]: this.value };
    const reason = 'a rotation changes the distribution and the web ACL too, so that it is a deployment';
    Validations.of(this.secret).acknowledge({ id: 'AwsSolutions::AwsSolutions-SMG4', reason });
  }
}

/**
 * Headers that CloudFront does not add to origin requests: a part of the list, with those that are likely.
 * Source: Amazon CloudFront Developer Guide, "Add custom headers to origin requests".
 */
const REFUSED =
  /^(x-amz-.*|x-edge-.*|cache-control|connection|content-length|cookie|host|if-.*|max-forwards|origin|pragma|proxy-auth.*|range|request-range|te|trailer|transfer-encoding|upgrade|via|x-real-ip|authorization|x-cutover-side)$/;

function headerProblems(name: string): Problem[] {
  if (isKnownLater(name) || !/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/.test(name)) {
    const message = `is "${name}"; must be the name of a header, known at synth, such as x-origin-secret`;
    return [{ path: 'headerName', message }];
  }
  const message = `is "${name}", which CloudFront does not send with a secret; use another name`;
  return REFUSED.test(name.toLowerCase()) ? [{ path: 'headerName', message }] : [];
}
