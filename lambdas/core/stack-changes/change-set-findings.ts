import { shorten } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { type Finding, stopFinding } from '../preflight/finding';
import type { ChangeSetReading } from '../shared/readings';
import { describeProblems } from '../validation/problems';
import { describeAllowedChange, expiredProblems } from './allowed-changes';
import { readableChanges } from './change-set';
import { describeChange, judgeChanges, rejectedOf } from './stack-change';

/**
 * Findings of a change set: it must exist and only add resources, apart from the changes that the plan
 * accepts.
 */
export function changeSetFindings(
  { stackName, changeSetName, allow }: Plan['preflight']['changeSets'][number],
  found: ChangeSetReading | null,
  now: number,
): Finding[] {
  const finding = (reason: string, remedy: string) => stopFinding('change-set', reason, remedy);
  const read = readableChanges(stackName, changeSetName, found);
  if (!read.ok) {
    return [finding(read.problem, read.remedy)];
  }
  const label = `change set ${changeSetName} of stack ${stackName}`;
  const { changes, unused } = judgeChanges(read.changes, allow);
  const rejected = rejectedOf(changes);
  const list = rejected.map((change) => `${describeChange(change)} (${change.risk})`).join('; ');
  const expired = expiredProblems(allow, `preflight.changeSets, ${label}, allow`, now);
  return [
    ...(rejected.length === 0
      ? []
      : [
          finding(
            `${label} does not only add: ${shorten(list, 1_000)}`,
            'add first, and change or remove in a later deployment;' +
              ' or accept the change in allow of preflight.changeSets',
          ),
        ]),
    ...(expired.length === 0
      ? []
      : [finding(shorten(describeProblems(expired), 500), 'review the accepted changes')]),
    ...unused.map((entry) =>
      finding(
        `${label} does not have the accepted change of ${describeAllowedChange(entry)}`,
        'remove the entry from preflight.changeSets',
      ),
    ),
  ];
}
