import { describe, expect, test } from '@jest/globals';
import { holds } from '../../support/iam/conditions';
import { isAllowedTo, type RawStatement } from '../../support/iam/evaluate';

const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/ledger';
const allow = (over: Partial<RawStatement> = {}): RawStatement => ({
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: table,
  ...over,
});

describe('the evaluator of statements', () => {
  test('refuses what no statement allows', () => {
    expect(isAllowedTo([], 'dynamodb:GetItem', table)).toBe(false);
    expect(isAllowedTo([allow()], 'dynamodb:PutItem', table)).toBe(false);
    expect(isAllowedTo([allow()], 'dynamodb:GetItem', `${table}2`)).toBe(false);
  });

  test('allows an action in any case, and patterns in actions and resources', () => {
    expect(isAllowedTo([allow()], 'DynamoDB:getitem', table)).toBe(true);
    expect(isAllowedTo([allow({ Action: 'dynamodb:Get*' })], 'dynamodb:GetItem', table)).toBe(true);
    expect(isAllowedTo([allow({ Resource: 'arn:aws:dynamodb:*:*:table/ledge?' })], 'dynamodb:GetItem', table))
      // A `*` matches across separators.
      .toBe(true);
  });

  test('refuses what one statement denies, whatever others allow', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' };
    expect(isAllowedTo([allow(), deny], 'dynamodb:GetItem', table)).toBe(false);
  });

  test('compares what is known only at deployment by its logical id', () => {
    const arn = { 'Fn::GetAtt': ['Ledger', 'Arn'] };
    const index = { 'Fn::Join': ['', [arn, '/index/*']] };
    expect(isAllowedTo([allow({ Resource: arn })], 'dynamodb:GetItem', arn)).toBe(true);
    expect(isAllowedTo([allow({ Resource: arn })], 'dynamodb:GetItem', table)).toBe(false);
    expect(isAllowedTo([allow({ Resource: index })], 'dynamodb:GetItem', '<Ledger.Arn>/index/one')).toBe(
      true,
    );
  });
});

describe('a condition', () => {
  const keys = { 'dynamodb:LeadingKeys': ['a', 'b'] };

  test.each<[string, unknown, boolean]>([
    ['ForAllValues when each value is listed', { 'ForAllValues:StringEquals': among('a', 'b', 'c') }, true],
    ['ForAllValues when one value is not', { 'ForAllValues:StringEquals': among('a') }, false],
    ['ForAnyValue when one value is listed', { 'ForAnyValue:StringEquals': among('b') }, true],
    ['ForAnyValue when none is', { 'ForAnyValue:StringEquals': among('c') }, false],
    ['ForAllValues without the key', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, true],
    ['ForAnyValue without the key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, false],
    ['Null "false" with the key', { Null: { 'dynamodb:LeadingKeys': 'false' } }, true],
    ['Null "false" without the key', { Null: { 'aws:TagKeys': 'false' } }, false],
    ['Null "true" without the key', { Null: { 'aws:TagKeys': 'true' } }, true],
    ['a plain operator without the key', { StringEquals: { 'aws:SourceAccount': '1' } }, false],
  ])('%s: %#', (_, condition, expected) => {
    expect(holds(condition, keys)).toBe(expected);
  });

  test('needs all of its operators', () => {
    const both = { StringEquals: { 'aws:SourceAccount': '1' }, ArnLike: { 'aws:SourceArn': 'arn:*' } };
    expect(holds(both, { 'aws:SourceAccount': '1', 'aws:SourceArn': 'arn:x' })).toBe(true);
    expect(holds(both, { 'aws:SourceAccount': '1', 'aws:SourceArn': 'urn:x' })).toBe(false);
    expect(holds(both, { 'AWS:sourceaccount': '1' })).toBe(false);
  });

  test('with an operator that the evaluator does not know is an error', () => {
    expect(() => holds({ DateLessThan: { 'aws:CurrentTime': '2030-01-01' } }, {})).toThrow(
      'the evaluator does not know the operator DateLessThan',
    );
  });
});

function among(...values: readonly string[]) {
  return { 'dynamodb:LeadingKeys': values };
}
