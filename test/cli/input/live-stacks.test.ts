import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { liveStack } from '../../../lib/cli/input/live-stacks';
import { serve } from '../../support/accounts/serve';
import { type WireAnswer, type WireRequest, xml, xmlError } from '../../support/accounts/wire';

const TEMPLATE = 'Resources:\n  Old:\n    Type: AWS::SNS::Topic\n';
const before = { ...process.env };
let requests: WireRequest[] = [];
let refusal: WireAnswer | null = null;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  server = await serve((request) => {
    requests.push(request);
    if (refusal !== null) {
      return refusal;
    }
    return request.body.includes('Action=GetTemplate')
      ? xml(
          `<GetTemplateResponse><GetTemplateResult><TemplateBody>${TEMPLATE}</TemplateBody>` +
            '</GetTemplateResult></GetTemplateResponse>',
        )
      : xml(
          '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>Api</StackName>' +
            '<StackId>arn:aws:cloudformation:eu-west-1:111122223333:stack/Api/1</StackId>' +
            '<CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus>' +
            '<Parameters><member><ParameterKey>Size</ParameterKey><ParameterValue>2</ParameterValue></member>' +
            '</Parameters></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
        );
  });
});
beforeEach(() => {
  requests = [];
  refusal = null;
  Object.assign(process.env, server.environment);
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => server.close());

test('reads the template as it was deployed, and the settings of the stack', async () => {
  const found = await liveStack('Api', 'eu-west-1');
  expect(found).toEqual({
    ...{ stack: 'Api', template: TEMPLATE },
    settings: {
      ...{ StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Api/1' },
      ...{ StackStatus: 'UPDATE_COMPLETE', Outputs: [], Tags: [] },
      Parameters: [{ ParameterKey: 'Size', ParameterValue: '2' }],
    },
  });
  expect(requests.map(({ body }) => body).join('\n')).toMatch(/TemplateStage=Original/);
});

test('names a stack that does not exist, and a call that AWS refuses', async () => {
  refusal = xmlError('ValidationError', 'Stack with id Api does not exist');
  await expect(liveStack('Api', undefined)).rejects.toThrow(
    /^there is no stack "Api"; give the stack of the old path with --old-stack/,
  );
  refusal = xmlError('AccessDenied', 'not authorized to perform cloudformation:GetTemplate');
  await expect(liveStack('Api', undefined)).rejects.toThrow(
    /could not read the stack "Api": AccessDenied: not/,
  );
});
