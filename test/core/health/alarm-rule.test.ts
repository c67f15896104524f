import { expect, test } from '@jest/globals';
import { alarmNamesIn } from '../../../lambdas/core/health/alarm-rule';

const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:';

test.each([
  ['ALARM(a)', ['a']],
  ['ALARM("a b") OR OK(\'c (d)\') AND NOT INSUFFICIENT_DATA( e )', ['a b', 'c (d)', 'e']],
  ['(ALARM ("x") AND (OK(y) OR TRUE))', ['x', 'y']],
  [`ALARM("${arn}api 5xx") OR ALARM(${arn}p99)`, ['api 5xx', 'p99']],
  ['ALARM("arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:x")', ['x']],
  ['ALARM(a) OR ALARM("a")', ['a']],
  ['ALARM("says \\"hi\\"")', ['says "hi"']],
  ['ALARM("OK(b)")', ['OK(b)']],
  ['AT_LEAST(2, ALARM, ("a", b, \'c\'))', ['a', 'b', 'c']],
  [`AT_LEAST(60%, NOT OK, ("${arn}a", "${arn}b"))`, ['a', 'b']],
  ['AT_LEAST(2, ALARM,   (a, b))', ['a', 'b']],
  ['AT_LEAST(2, ALARM ,(a))', ['a']],
  [`ALARM("a ${arn}b")`, [`a ${arn}b`]],
  ['ALARM("it\'s \\"x\\" y")', ['it\'s "x" y']],
  ['ALARM()', []],
  ['TRUE', []],
  ['', []],
])('reads the alarm names of the rule %s: %j', (rule, names) => {
  expect(alarmNamesIn(rule)).toEqual(names);
});
