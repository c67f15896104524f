import { Stack, type StackProps } from 'aws-cdk-lib';
import { CognitoUserPoolsAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { AdditiveRestApiGateway } from '../../lib/new-path/rest/additive-rest-api-gateway';
import { OriginSecret } from '../../lib/user-split/origin-secret';

/** A new path with a REST API that is closed, and one with as little as possible. */
export class RestPathStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, description: 'New paths with REST APIs' });
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    });
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
    });
    const certificate = Certificate.fromCertificateArn(
      this,
      'Certificate',
      'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
    );
    const given = { zone, vpc, certificate, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } };
    const userPoolArn = 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEf123';
    const closed = new AdditiveRestApiGateway(this, 'Closed', {
      ...{ ...given, serviceName: 'web', recordNames: ['web.example.com'], dualStack: true },
      originSecrets: [new OriginSecret(this, 'First'), new OriginSecret(this, 'Second')],
      authorizer: new CognitoUserPoolsAuthorizer(this, 'Users', {
        cognitoUserPools: [UserPool.fromUserPoolArn(this, 'Pool', userPoolArn)],
      }),
    });
    new CutoverAlarms(this, 'Alarms', { prefix: 'web-new', restApi: closed.monitored });
    new AdditiveRestApiGateway(this, 'Open', {
      ...{ ...given, serviceName: 'open', recordNames: [], vpcLink: closed.vpcLink, apiAccessLogs: false },
    });
  }
}
