import { describe, expect, test } from '@jest/globals';
import { keptReleases, readRelease } from '../../tools/release-fixtures/release-files';
import { currentTemplates, type TemplateJson } from '../../tools/release-fixtures/templates';
import { templateProblems } from '../support/releases/template-problems';

const current = currentTemplates();
const cases = keptReleases().flatMap((name) =>
  Object.entries(readRelease(name).templates).map(([stack, template]) => [name, stack, template] as const),
);

test('a release is kept', () => {
  expect(keptReleases()).not.toEqual([]);
});

test.each(cases)('an upgrade from %s takes nothing away from running executions: %s', (_, stack, old) => {
  expect(templateProblems(old, current[stack] as TemplateJson)).toEqual([]);
});

/** A copy of today's template with every option, changed. */
function changed(change: (resources: Record<string, Record<string, never>>) => void): TemplateJson {
  const copy = structuredClone(current.everything) as { Resources: Record<string, Record<string, never>> };
  change(copy.Resources);
  return copy as unknown as TemplateJson;
}

describe('a planted change is found', () => {
  const idOf = (part: string, type: string) =>
    Object.entries(current.everything?.Resources as Record<string, { Type: string }>).find(
      ([id, one]) => id.includes(part) && one.Type === type,
    )?.[0] as string;
  const shift = idOf('ShiftTraffic', 'AWS::Lambda::Function');
  const problemsOf = (change: Parameters<typeof changed>[0]) =>
    templateProblems(current.everything as TemplateJson, changed(change));

  test('a function that is removed', () => {
    const problems = problemsOf((resources) => {
      delete resources[shift];
    });
    expect(problems.join('\n')).toMatch(/ShiftTraffic\w+ \(AWS::Lambda::Function\) is removed; running/);
  });

  test('a function under another logical id', () => {
    const problems = problemsOf((resources) => {
      resources.Renamed = resources[shift] as Record<string, never>;
      delete resources[shift];
    });
    expect(problems.join('\n')).toMatch(/\(AWS::Lambda::Function\) is removed; running/);
  });

  test('a table that is replaced', () => {
    const problems = problemsOf((resources) => {
      const table = resources[idOf('Ledger', 'AWS::DynamoDB::GlobalTable')] as Record<string, object>;
      table.Properties = { ...table.Properties, TableName: 'ledger' };
    });
    expect(problems.join('\n')).toMatch(
      /\(AWS::DynamoDB::GlobalTable\) is replaced; running executions need it/,
    );
  });

  test('a machine that may no longer invoke a function', () => {
    const problems = problemsOf((resources) => {
      const policy = resources[idOf('CutoverRoleDefaultPolicy', 'AWS::IAM::Policy')] as never as {
        Properties: { PolicyDocument: { Statement: { Action: unknown; Resource: unknown[] }[] } };
      };
      const invoke = policy.Properties.PolicyDocument.Statement.find(
        ({ Action }) => Action === 'lambda:InvokeFunction',
      );
      invoke?.Resource.pop();
    });
    expect(problems).toEqual([
      expect.stringMatching(/no longer allows \["lambda:InvokeFunction".*keep it for one release$/),
    ]);
  });

  test('a variable that new code requires, and one that old code reads', () => {
    const problems = problemsOf((resources) => {
      const { Environment } = (resources[shift] as Record<string, never>).Properties as never as {
        Environment: { Variables: Record<string, unknown> };
      };
      delete Environment.Variables.LEDGER_TABLE;
      Environment.Variables.EVENT_BUS = 'default';
    });
    expect(problems).toEqual([
      expect.stringMatching(/ShiftTraffic\w+ loses LEDGER_TABLE/),
      expect.stringMatching(/ShiftTraffic\w+ gets EVENT_BUS, without which its new code does not load/),
    ]);
  });

  test('a variable that may be absent is no problem', () => {
    const problems = problemsOf((resources) => {
      const { Environment } = (resources[shift] as Record<string, never>).Properties as never as {
        Environment: { Variables: Record<string, unknown> };
      };
      Environment.Variables.POLICY = '{}';
    });
    expect(problems).toEqual([]);
  });
});
