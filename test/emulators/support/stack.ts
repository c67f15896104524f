import { readFile } from 'node:fs/promises';
import type { Assembly } from './assembly';
import { endpointOf, freshName } from './endpoints';
import { until } from './until';
import { zipOf } from './zip';

/** These few requests do not justify the clients of CloudFormation, S3 and SSM as dependencies. */

const BUCKET = 'cdk-hnb659fds-assets-000000000000-eu-west-1';
const LIMIT_MS = 60_000;

/** A stack after its creation has ended, successfully or not. */
export interface Stack {
  readonly name: string;
  readonly status: string;
  /** Why the creation of a resource failed, by the resource's logical id. */
  readonly failures: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
  /** The physical id of each complete resource, by its logical id. */
  readonly resources: ReadonlyMap<string, string>;
}

/**
 * Does what `cdk bootstrap` and the first half of `cdk deploy` do: stores the version, creates the bucket and
 * uploads the bundles.
 */
export async function uploadAssets({ bundles }: Pick<Assembly, 'bundles'>): Promise<void> {
  await ask('SSM', '/', {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.PutParameter' },
    body: JSON.stringify({
      Name: '/cdk-bootstrap/hnb659fds/version',
      Value: '30',
      Type: 'String',
      Overwrite: true,
    }),
  });
  await createBucket(BUCKET);
  for (const [key, file] of bundles) {
    await putObject(BUCKET, key, new Uint8Array(zipOf('index.js', await readFile(file))));
  }
}

/** Several suites have stacks at the same time, so a bucket may be there already. */
export async function createBucket(bucket: string): Promise<void> {
  const where = '<LocationConstraint>eu-west-1</LocationConstraint>';
  const body = `<CreateBucketConfiguration>${where}</CreateBucketConfiguration>`;
  await ask('S3', `/${bucket}`, { method: 'PUT', body }).catch((error: Error) => {
    if (!/BucketAlready/.test(error.message)) {
      throw error;
    }
  });
}

/** Uploads an object. */
export async function putObject(
  bucket: string,
  key: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  await ask('S3', `/${bucket}/${key}`, { method: 'PUT', body });
}

/** Creates a stack and waits until its creation has ended. */
export async function createStack(
  template: object,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Stack> {
  const StackName = freshName();
  await putObject(BUCKET, `${StackName}.json`, JSON.stringify(template));
  const TemplateURL = `${endpointOf('S3')}/${BUCKET}/${StackName}.json`;
  const given = Object.entries(parameters).flatMap(([key, value], i) => [
    [`Parameters.member.${i + 1}.ParameterKey`, key],
    [`Parameters.member.${i + 1}.ParameterValue`, value],
  ]);
  await query({
    ...{ Action: 'CreateStack', StackName, TemplateURL, 'Capabilities.member.1': 'CAPABILITY_IAM' },
    ...Object.fromEntries(given),
  });
  return endedStack(StackName);
}

/** A stack, once its creation or update has ended. */
export async function endedStack(StackName: string): Promise<Stack> {
  const [status, stack] = await until(LIMIT_MS, `the stack ${StackName}`, async () => {
    const answer = await query({ Action: 'DescribeStacks', StackName });
    const [now = ''] = valuesOf(answer, 'StackStatus');
    return now.endsWith('_IN_PROGRESS') ? null : ([now, answer] as const);
  });
  const resources = await query({ Action: 'DescribeStackResources', StackName });
  const events = await eventsOf(StackName);
  return {
    name: StackName,
    status,
    failures: pairs(events, 'LogicalResourceId', 'ResourceStatusReason', 'CREATE_FAILED'),
    outputs: pairs(valuesOf(stack, 'Outputs')[0] ?? '', 'OutputKey', 'OutputValue'),
    resources: pairs(resources, 'LogicalResourceId', 'PhysicalResourceId', 'CREATE_COMPLETE'),
  };
}

/** All pages of a stack's events, newest first. */
async function eventsOf(StackName: string, token?: string): Promise<string> {
  const page = token === undefined ? {} : { NextToken: token };
  const answer = await query({ Action: 'DescribeStackEvents', StackName, ...page });
  const [next] = valuesOf(answer, 'NextToken');
  return next === undefined ? answer : answer + (await eventsOf(StackName, next));
}

/** Invokes the function of a guard or Task, as EventBridge would. @returns what the function returns */
export async function invokeFunction({ resources }: Stack, task: string, event: unknown): Promise<unknown> {
  const [, name] = [...resources].find(([id]) => id.startsWith(`Workflow${task}Function`)) ?? [];
  return JSON.parse(
    await ask('LAMBDA', `/2015-03-31/functions/${name}/invocations`, { body: JSON.stringify(event) }),
  );
}

/** Two elements of each member of a list that has both, and the status if one is given. */
function pairs(xml: string, key: string, value: string, status?: string): ReadonlyMap<string, string> {
  const members = valuesOf(xml, 'member').filter(
    (member) => status === undefined || valuesOf(member, 'ResourceStatus')[0] === status,
  );
  return new Map(
    members.flatMap((member) => {
      const [[id], [text]] = [valuesOf(member, key), valuesOf(member, value)];
      return id === undefined || text === undefined ? [] : [[id, text] as const];
    }),
  );
}

function valuesOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(
    ([, value]) => value ?? '',
  );
}

function query(params: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams({ Version: '2010-05-15', ...params });
  return ask('CLOUDFORMATION', '/', { body });
}

async function ask(api: string, path: string, init: RequestInit): Promise<string> {
  const scope = `test/20260101/eu-west-1/${api.toLowerCase()}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const answer = await fetch(endpointOf(api) + path, {
    method: 'POST',
    ...init,
    headers: { ...init.headers, authorization },
  });
  const body = await answer.text();
  if (!answer.ok) {
    throw new Error(`${api} answered ${answer.status}: ${body.slice(0, 1_000)}`);
  }
  return body;
}
