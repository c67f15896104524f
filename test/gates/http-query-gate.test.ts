import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { HttpQueryGate, type HttpQueryGateProps } from '../../lib/gates/http-query-gate';
import { appWithoutBundles, resourceOf } from '../support/templates/synth';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prometheus-AbCdEf';
const props: HttpQueryGateProps = {
  url: 'https://prometheus.example.com',
  prometheus: 'up',
  passWhen: { comparison: 'above', threshold: 0 },
};

const templateOf = (
  over: Partial<HttpQueryGateProps> | ((stack: Stack) => Partial<HttpQueryGateProps>) = {},
) => {
  const stack = new Stack(appWithoutBundles(), 'Gates');
  new HttpQueryGate(stack, 'Errors', { ...props, ...(typeof over === 'function' ? over(stack) : over) });
  return Template.fromStack(stack);
};
const functionOf = (template: Template) =>
  resourceOf(template, 'AWS::Lambda::Function', 'ErrorsFunction').Properties;

describe('the gate that asks a URL', () => {
  test('has its query as a variable, and nothing else', () => {
    const { Environment, Timeout } = functionOf(templateOf());
    expect(JSON.parse(`${Environment?.Variables?.GATE_QUERY}`)).toEqual(props);
    expect(Object.keys(Environment?.Variables ?? {})).toEqual(['GATE_QUERY']);
    expect(Timeout).toBe(25);
  });

  test('may read the secret of a header, and no other', () => {
    const headers = { authorization: { secret: SECRET, prefix: 'Bearer ' } };
    const template = templateOf({ headers, secrets: [{ arn: SECRET }] });
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(policies).toContain(
      `"Action":"secretsmanager:GetSecretValue","Effect":"Allow","Resource":"${SECRET}"`,
    );
    expect(JSON.stringify(templateOf().findResources('AWS::IAM::Policy'))).not.toContain('secretsmanager');
  });

  test('runs in a VPC when it is given one, with the networks that it may connect to', () => {
    const template = templateOf((stack) => ({
      url: 'http://prometheus.internal.example.com:9090',
      vpc: new Vpc(stack, 'Vpc') as IVpc,
      allowedPrivateNetworks: [{ cidr: '10.0.0.0/16', ports: [9_090] }],
    }));
    expect(functionOf(template).VpcConfig).toBeDefined();
    expect(functionOf(templateOf()).VpcConfig).toBeUndefined();
  });

  test.each<[string, Partial<HttpQueryGateProps>, string]>([
    [
      'a query that is not valid',
      { url: 'prometheus' },
      'url: is "prometheus"; must be an http or https URL',
    ],
    ['a prop that there is not', { prometheuss: 'up' } as object, 'prometheuss: is not a prop'],
    [
      'a secret that it may not read',
      { headers: { a: { secret: SECRET } } },
      `headers.a.secret: is "${SECRET}"; must be one of secrets`,
    ],
    ['subnets without a VPC', { vpcSubnets: {} }, 'vpcSubnets: is given without vpc'],
    [
      'a query that no variable holds',
      { prometheus: 'x'.repeat(2_000), headers: { a: 'y'.repeat(2_000) } },
      'bytes as JSON; must have at most 3584',
    ],
  ])('is refused with %s', (_, over, message) => {
    expect(() => templateOf(over)).toThrow(message);
  });
});
