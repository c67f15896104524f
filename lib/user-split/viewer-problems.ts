import { SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { isKnownLater } from '../shared/lookups';
import { placeOfStack, placeProblems } from '../shared/places';
import type { UserAwareDistributionProps } from './user-aware-distribution-props';

const WEB_ACL = /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/;
const OLD_PROTOCOLS: readonly SecurityPolicyProtocol[] = [
  SecurityPolicyProtocol.SSL_V3,
  SecurityPolicyProtocol.TLS_V1,
  SecurityPolicyProtocol.TLS_V1_2016,
  SecurityPolicyProtocol.TLS_V1_1_2016,
];

/** Problems of what viewers connect with. */
export function viewerProblems(props: UserAwareDistributionProps): Problem[] {
  const { webAclArn, certificate, domainNames = [], minimumProtocolVersion } = props;
  const problems: Problem[] = [];
  if (webAclArn !== undefined && !isKnownLater(webAclArn) && !WEB_ACL.test(webAclArn)) {
    const must = 'must be a web ACL of WAF with scope CLOUDFRONT: arn:aws:wafv2:us-east-1:…:global/webacl/…';
    problems.push({ path: 'webAclArn', message: `is "${webAclArn}"; ${must}` });
  }
  if (certificate !== undefined) {
    const given = { arn: certificate.certificateArn, of: certificate };
    const why =
      'CloudFront takes certificates from there alone; create it in a stack of that region, and set ' +
      'crossRegionReferences on both stacks';
    problems.push(...placeProblems('certificate', given, { region: 'us-east-1', why }));
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

/**
 * CloudFront is not in every partition, and not the same in each (Amazon Web Services in China, "Amazon
 * CloudFront"; AWS GovCloud User Guide, "Services in AWS GovCloud (US) Regions").
 */
export function cloudFrontProblems(scope: Construct, { certificate }: UserAwareDistributionProps): Problem[] {
  const { partition, region } = placeOfStack(scope);
  if (partition === 'aws-us-gov') {
    const message =
      `the stack is in ${region}, and AWS GovCloud (US) has no CloudFront; deploy it in an account of the ` +
      'partition aws, in any region';
    return [{ path: '', message }];
  }
  const message =
    'is a certificate of ACM, which CloudFront in China does not take; leave it out, and set a certificate ' +
    'of IAM on the resource in `distribution`';
  return partition === 'aws-cn' && certificate !== undefined ? [{ path: 'certificate', message }] : [];
}
