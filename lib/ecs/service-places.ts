import type { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { accessLogsProblems } from '../shared/access-logs';
import { hereProblems } from '../shared/places';
import type { BlueGreenServiceProps } from './blue-green-props';
import { deploymentAlarmProblems } from './service-alarm';

/** Problems of the props of a service that are in another region or account than AWS accepts. */
export function servicePlaceProblems(scope: Construct, props: BlueGreenServiceProps): Problem[] {
  const { cluster, network = {}, certificate, alarms = [], accessLogs } = props;
  const why = 'the service runs in it';
  return [
    ...hereProblems(scope, 'cluster', cluster && { arn: cluster.clusterArn, of: cluster }, {
      why,
      account: true,
    }),
    ...hereProblems(scope, 'network.vpc', network.vpc && { of: network.vpc }, { why }),
    ...hereProblems(
      scope,
      'certificate',
      certificate && { arn: certificate.certificateArn, of: certificate },
      { why: 'a load balancer takes certificates of its own region and account alone', account: true },
    ),
    ...accessLogsProblems(scope, accessLogs),
    ...deploymentAlarmProblems(scope, alarms, 1),
  ];
}
