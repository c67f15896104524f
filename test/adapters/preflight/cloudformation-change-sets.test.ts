import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { cloudformationChangeSets } from '../../../lambdas/adapters/preflight/cloudformation-change-sets';
import { INSIDE_UNKNOWN } from '../../../lambdas/core/stack-changes/nested-stack';
import { describeChangeSets, type SeededChange } from '../../contracts/change-sets.contract';
import { inTurn, type WireAnswer, wire, xml, xmlError } from '../../support/accounts/wire';

const missing = xmlError('ChangeSetNotFound', 'ChangeSet [x] does not exist', 404);

const answer = (changes: readonly string[], more = '') =>
  xml(
    '<DescribeChangeSetResponse' +
      ` xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeChangeSetResult>${more.includes('<Status>') ? '' : '<Status>CREATE_COMPLETE</Status>'}<ExecutionStatus>AVAILABLE</ExecutionStatus>${more}<Changes>${changes.map((one) => `<member><Type>Resource</Type>${one}</member>`).join('')}</Changes></DescribeChangeSetResult></DescribeChangeSetResponse>`,
  );

const list = (name: string, members: readonly string[]) =>
  `<${name}>${members.map((one) => `<member>${one}</member>`).join('')}</${name}>`;

const change = (action: string, logicalId: string, more = '', type = 'AWS::SNS::Topic') =>
  `<ResourceChange><Action>${action}</Action><LogicalResourceId>${logicalId}</LogicalResourceId><ResourceType>${type}</ResourceType>${more}</ResourceChange>`;

const detail = (attribute: string, name = '', more = '') =>
  `<Target><Attribute>${attribute}</Attribute>${name === '' ? '' : `<Name>${name}</Name>`}</Target>${more}`;

const modified = (replacement: string, ...details: string[]) =>
  `<Replacement>${replacement}</Replacement>${list('Scope', ['Properties'])}${list('Details', details)}`;

const seededChange = ({ logicalId, does }: SeededChange) =>
  ({
    add: () => change('Add', logicalId),
    remove: () => change('Remove', logicalId, '<PolicyAction>Delete</PolicyAction>'),
    modify: () => change('Modify', logicalId, modified('False', detail('Properties', 'DisplayName'))),
    replace: () => change('Modify', logicalId, modified('True', detail('Properties', 'TopicName'))),
  })[does]();

describeChangeSets('cloudformationChangeSets', async () => {
  const known = new Map<string, WireAnswer>();
  const { config } = wire(({ body }) => {
    const form = new URLSearchParams(body);
    expect(form.get('Action')).toBe('DescribeChangeSet');
    if (form.get('StackName') !== 'Api') {
      return xmlError('ValidationError', `Stack [${form.get('StackName')}] does not exist`);
    }
    return known.get(form.get('ChangeSetName') ?? '') ?? missing;
  });
  const seed = async (seeded: WireAnswer) => {
    const changeSetName = `set-${known.size}`;
    known.set(changeSetName, seeded);
    return { stackName: 'Api', changeSetName };
  };
  const empty =
    "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes." +
    ' Submit different information to create a change set.</StatusReason>';
  return {
    changeSets: cloudformationChangeSets(new CloudFormationClient(config)),
    seed: (changes) => seed(answer(changes.map(seededChange), changes.length === 0 ? empty : '')),
    seedUnfinished: () => seed(answer([], '<Status>CREATE_IN_PROGRESS</Status>')),
  };
});

const changeSetsOf = (...answers: (WireAnswer | Error)[]) => {
  const { config, requests } = wire(inTurn(...answers));
  const changeSets = cloudformationChangeSets(new CloudFormationClient(config));
  return {
    read: async () => (await changeSets.describe('Api', 'add'))?.changes,
    asked: () => requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
  };
};
const oneOf = async (xmlOfChange: string) => (await changeSetsOf(answer([xmlOfChange])).read())?.[0];

test('reads every page', async () => {
  const pages = [
    answer([change('Add', 'A')], '<NextToken>n-1</NextToken>'),
    answer([change('Remove', 'B')], '<NextToken>n-2</NextToken>'),
    answer([change('Add', 'C')]),
  ];
  const { read, asked } = changeSetsOf(...pages);
  expect((await read())?.map(({ logicalId }) => logicalId)).toEqual(['A', 'B', 'C']);
  expect(asked()).toMatchObject([
    { StackName: 'Api', ChangeSetName: 'add' },
    { StackName: 'Api', ChangeSetName: 'add', NextToken: 'n-1' },
    { StackName: 'Api', ChangeSetName: 'add', NextToken: 'n-2' },
  ]);
});

test('names the stack if it was given by its ARN', async () => {
  const { config } = wire(inTurn(answer([change('Add', 'A')], '<StackName>Api</StackName>')));
  const changeSets = cloudformationChangeSets(new CloudFormationClient(config));
  const found = await changeSets.describe('arn:aws:cloudformation:eu-west-1:111122223333:stack/Api/1', 'add');
  expect(found?.changes).toMatchObject([{ stack: 'Api' }]);
});

describe('a change', () => {
  test.each([
    ['with an action that is not known before the execution', change('Dynamic', 'A'), { action: 'Dynamic' }],
    ['with an unknown action', change('Teleport', 'A'), { action: 'Dynamic' }],
    ['without any field', '<ResourceChange/>', { action: 'Dynamic', logicalId: 'unknown', type: 'unknown' }],
    ['without a resource change', '', { action: 'Dynamic', logicalId: 'unknown' }],
    ['with an import', change('Import', 'A'), { action: 'Import', touches: true }],
    ['with a possible replacement', change('Modify', 'A', modified('Conditional')), { replacement: 'maybe' }],
    [
      'without a replacement',
      change('Modify', 'A', list('Scope', ['Properties'])),
      { replacement: 'unknown' },
    ],
    ['of only metadata', change('Modify', 'A', list('Scope', ['Metadata'])), { touches: false }],
    ['of metadata and tags', change('Modify', 'A', list('Scope', ['Metadata', 'Tags'])), { touches: true }],
    [
      'of metadata that cfn-init may apply',
      change('Modify', 'A', list('Scope', ['Metadata']), 'AWS::EC2::Instance'),
      { touches: true },
    ],
    [
      'of tags',
      change('Modify', 'A', modified('False', detail('Tags'))),
      { causes: ['Tags'], touches: true },
    ],
    [
      'by two details of a property',
      change('Modify', 'A', modified('False', detail('Properties', 'X'), detail('Properties', 'X'))),
      { causes: ['X'] },
    ],
    [
      'by a detail without a target',
      change('Modify', 'A', modified('False', '<Evaluation>Static</Evaluation>')),
      { causes: [] },
    ],
    [
      'of a resource that is retained',
      change('Remove', 'A', '<PolicyAction>Retain</PolicyAction>'),
      { notes: ['It stays in the account and is no longer managed by a stack.'] },
    ],
    [
      'by an attribute of another resource',
      change(
        'Modify',
        'A',
        modified(
          'Conditional',
          detail('Properties', 'X', '<Evaluation>Dynamic</Evaluation><CausingEntity>B.Arn</CausingEntity>'),
        ),
      ),
      { notes: ['It may change, because B.Arn may have another value.'] },
    ],
    [
      'by a dynamic detail without a cause',
      change(
        'Modify',
        'A',
        modified('Conditional', detail('Properties', 'X', '<Evaluation>Dynamic</Evaluation>')),
      ),
      { notes: [] },
    ],
  ])('%s has the matching fields', async (_, given, expected) => {
    expect(await oneOf(given)).toMatchObject(expected);
  });
});

describe('a nested stack', () => {
  const STACK = 'AWS::CloudFormation::Stack';
  const id = 'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/add-Db/1';
  const automatic = modified('False', detail('Properties', '', '<ChangeSource>Automatic</ChangeSource>'));
  const nested = (action: string, more: string) => change(action, 'Db', more, STACK);
  const followed = nested('Modify', `${automatic}<ChangeSetId>${id}</ChangeSetId>`);

  test('is followed, and its changes count separately', async () => {
    const { read, asked } = changeSetsOf(answer([followed]), answer([change('Remove', 'Table')]));
    expect(await read()).toMatchObject([
      { stack: 'Api', logicalId: 'Db', causes: ['TemplateURL'], touches: false },
      { stack: 'Api/Db', logicalId: 'Table', action: 'Remove' },
    ]);
    expect(asked()[1]).toMatchObject({ ChangeSetName: id });
    expect(asked()[1]).not.toHaveProperty('StackName');
  });

  test('is followed at every depth', async () => {
    const { read } = changeSetsOf(answer([followed]), answer([followed]), answer([change('Add', 'X')]));
    expect((await read())?.map(({ stack }) => stack)).toEqual(['Api', 'Api/Db', 'Api/Db/Db']);
  });

  test('is followed if it is added', async () => {
    const added = nested('Add', `<ChangeSetId>${id}</ChangeSetId>`);
    const { read } = changeSetsOf(answer([added]), answer([change('Add', 'X')]));
    expect(await read()).toMatchObject([{ action: 'Add', touches: true }, { stack: 'Api/Db' }]);
  });

  test('without changes does not affect resources', async () => {
    const empty = "<Status>FAILED</Status><StatusReason>didn't contain changes</StatusReason>";
    const { read } = changeSetsOf(answer([followed]), answer([], empty));
    expect(await read()).toMatchObject([{ logicalId: 'Db', touches: false }]);
  });

  test.each([
    ['without a change set', nested('Modify', automatic), []],
    ['with a missing change set', followed, [missing]],
    [
      'with a failed change set',
      followed,
      [answer([], '<Status>FAILED</Status><StatusReason>x</StatusReason>')],
    ],
  ])('%s has unknown changes', async (_, given, more) => {
    const { read } = changeSetsOf(answer([given]), ...more);
    expect(await read()).toMatchObject([
      { logicalId: 'Db', replacement: 'unknown', touches: true, notes: [INSIDE_UNKNOWN] },
    ]);
  });
});

test('throttling is a ServiceBusyError, and any other error is thrown', async () => {
  const { read } = changeSetsOf(
    xmlError('Throttling', 'Rate exceeded'),
    xmlError('AccessDenied', 'not authorized', 403),
    xmlError('ValidationError', '1 validation error detected'),
  );
  await expect(read()).rejects.toMatchObject({ name: 'ServiceBusyError' });
  await expect(read()).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(read()).rejects.toMatchObject({ name: 'ValidationError' });
});

test('an empty response has the status unknown', async () => {
  const { config } = wire(
    inTurn(xml('<DescribeChangeSetResponse><DescribeChangeSetResult/></DescribeChangeSetResponse>')),
  );
  expect(await cloudformationChangeSets(new CloudFormationClient(config)).describe('Api', 'add')).toEqual({
    status: 'unknown',
    reason: '',
    executionStatus: 'unknown',
    changes: [],
  });
});
