import { CutoverAlarms, WeightedRecords } from '@cutover/cutover';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, type CfnRecordSet, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { type DnsLastDeployment, hasReached } from './deployments';
import { type Existing, existing, RECORD_NAME, TEST_NAME, TTL_SECONDS } from './existing';
import { PublicPath } from './public-path';
import { Application } from './service';

export interface DnsLastStackProps extends StackProps {
  readonly deployment: DnsLastDeployment;
}

/** The API at one of its deployments. Its name in DNS is in none of them before the cutover has ended. */
export class DnsLastStack extends Stack {
  private readonly shared: Existing;
  private readonly application: Application;

  constructor(scope: Construct, id: string, { deployment, ...props }: DnsLastStackProps) {
    super(scope, id, { description: 'An API that moves to a new load balancer, DNS last', ...props });
    this.shared = existing(this);
    this.application = new Application(this, 'Application', this.shared.vpc);
    const oldPath = hasReached(deployment, 'remove-path') ? null : this.addOldPath();
    const newPath = hasReached(deployment, 'add') ? this.addNewPath() : null;
    if (newPath !== null && hasReached(deployment, 'validate')) {
      this.addAlarms(newPath);
    }
    if (newPath !== null && hasReached(deployment, 'records')) {
      this.takeOver(hasReached(deployment, 'remove-record') ? null : oldPath, newPath);
    }
  }

  private addOldPath(): PublicPath {
    const { shared, application } = this;
    const path = new PublicPath(this, 'OldPath', {
      ...{ existing: shared, application, certificate: shared.oldCertificate, prefix: 'old-api' },
    });
    this.addOutput('OldTargetGroupArn', path.targetGroup.targetGroupArn, 'preflight.oldTargetGroupArns');
    this.addOutput('OldLoadBalancer', path.loadBalancer.loadBalancerFullName, 'remainingTraffic.source');
    return path;
  }

  private addNewPath(): PublicPath {
    const { shared, application } = this;
    // CloudFormation writes the validation records into the zone, and waits until ACM has issued it.
    const certificate = new Certificate(this, 'Certificate', {
      domainName: RECORD_NAME,
      subjectAlternativeNames: [TEST_NAME],
      validation: CertificateValidation.fromDns(shared.zone),
    });
    const path = new PublicPath(this, 'NewPath', {
      ...{ existing: shared, application, certificate, prefix: 'api' },
    });
    new ARecord(this, 'TestRecord', {
      zone: shared.zone,
      recordName: `${TEST_NAME}.`,
      target: RecordTarget.fromAlias(new LoadBalancerTarget(path.loadBalancer)),
    });
    const { loadBalancer, targetGroup } = path;
    this.addOutput('NewHost', loadBalancer.loadBalancerDnsName, 'router.adopt.newTarget.values.CNAME');
    this.addOutput('TestUrl', `https://${TEST_NAME}`, 'smokeTest.baseUrl');
    this.addOutput('CertificateArn', certificate.certificateArn, 'preflight.certificateArn');
    this.addOutput('NewTargetGroupArn', targetGroup.targetGroupArn, 'preflight.targetGroupArns');
    this.addOutput('NewLoadBalancer', loadBalancer.loadBalancerFullName, 'health.minRequests.source');
    return path;
  }

  private addAlarms({ loadBalancer, targetGroup }: PublicPath): void {
    const { names } = new CutoverAlarms(this, 'Alarms', {
      prefix: 'api-new',
      loadBalancer: { loadBalancer, targetGroup, healthyHosts: Application.COUNT },
    });
    this.addOutput('AlarmNames', names.join(', '), 'health.alarms');
  }

  /**
   * The pair as the cutover has left it. CloudFormation takes over records that exist exactly so, and fails
   * for any others: docs/guide/dns-last.md has the source, and what to compare before.
   */
  private takeOver(oldPath: PublicPath | null, newPath: PublicPath): void {
    const { node } = new WeightedRecords(this, 'Records', {
      zone: this.shared.zone,
      recordName: RECORD_NAME,
      recordTypes: ['CNAME'],
      ttl: Duration.seconds(TTL_SECONDS),
      ...(oldPath === null ? {} : { old: oldPath.target }),
      new: newPath.target,
      serving: 'new',
    });
    const serving = node.findChild('NewCNAME');
    // It has all the traffic: neither a rollback nor the end of the stack may delete it.
    (serving.node.defaultChild as CfnRecordSet).applyRemovalPolicy(RemovalPolicy.RETAIN);
    // Should a record differ from the live one, the deployment fails at the record that has no traffic.
    const unused = node.tryFindChild('OldCNAME');
    if (unused !== undefined) {
      serving.node.addDependency(unused);
    }
  }

  private addOutput(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
