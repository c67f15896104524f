import { MultipartBody, MultipartUserData, UserData } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  acknowledgeWildcards,
  noResourceTypes,
  type Wildcard,
  WildcardStatement,
} from '../workflow/iam/wildcards';

/** The namespace in which the agent reports, unless it is configured otherwise. */
const AGENT_NAMESPACE = 'CWAgent';

const FOLDER = '/opt/aws/amazon-cloudwatch-agent';

/** What the agent sends. */
export interface AgentLogs {
  readonly logGroup: ILogGroup;
  readonly files: readonly string[];
}

/**
 * The configuration of the agent: memory and disk of each Auto Scaling group each minute, and log files.
 * Source: Amazon CloudWatch User Guide, "Manually create or edit the CloudWatch agent configuration file".
 */
function configuration(logs: AgentLogs | null): object {
  return {
    agent: { metrics_collection_interval: 60 },
    metrics: {
      namespace: AGENT_NAMESPACE,
      append_dimensions: { AutoScalingGroupName: '$' + '{aws:AutoScalingGroupName}' },
      aggregation_dimensions: [['AutoScalingGroupName']],
      metrics_collected: {
        mem: { measurement: ['mem_used_percent'] },
        disk: { measurement: ['used_percent'], resources: ['/'], drop_device: true },
      },
    },
    ...(logs === null
      ? {}
      : {
          logs: {
            logs_collected: {
              files: {
                collect_list: logs.files.map((file) => ({
                  file_path: file,
                  log_group_name: logs.logGroup.logGroupName,
                  log_stream_name: '{instance_id}',
                })),
              },
            },
          },
        }),
  };
}

/**
 * A script that starts the agent, and then the script of the application. They are two parts, so that the
 * memory and the logs of an instance arrive also when the second one fails.
 */
export function withAgent(application: UserData, logs: AgentLogs | null): MultipartUserData {
  const agent = UserData.forLinux();
  agent.addCommands(
    'rpm -q amazon-cloudwatch-agent || dnf install -y amazon-cloudwatch-agent',
    `cat > ${FOLDER}/etc/cutover.json <<'END'`,
    JSON.stringify(configuration(logs), null, 1),
    'END',
    `${FOLDER}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${FOLDER}/etc/cutover.json`,
  );
  const both = new MultipartUserData();
  both.addPart(MultipartBody.fromUserData(agent));
  both.addPart(MultipartBody.fromUserData(application));
  return both;
}

const putMetrics: Wildcard = {
  actions: ['cloudwatch:PutMetricData'],
  resource: '*',
  reason: `${noResourceTypes('Amazon CloudWatch')}; only in the namespace ${AGENT_NAMESPACE}`,
};

const readTags: Wildcard = {
  actions: ['ec2:DescribeTags'],
  resource: '*',
  reason: `${noResourceTypes('Amazon EC2')}; the tags of an instance name its Auto Scaling group`,
};

/**
 * Allows what the agent does. The managed policy of AWS would allow it to write to every log group.
 * Source: Amazon CloudWatch User Guide, "Create IAM roles and users for use with the CloudWatch agent".
 */
export function allowAgent(role: Role, logs: AgentLogs | null): void {
  const metrics = new WildcardStatement(putMetrics);
  metrics.addCondition('StringEquals', { 'cloudwatch:namespace': AGENT_NAMESPACE });
  role.addToPolicy(metrics);
  role.addToPolicy(new WildcardStatement(readTags));
  if (logs !== null) {
    const actions = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
    role.addToPolicy(new PolicyStatement({ actions, resources: [logs.logGroup.logGroupArn] }));
  }
  acknowledgeWildcards(role, [putMetrics, readTags]);
}
