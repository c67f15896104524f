import type { DecisionKind } from '../../lambdas/core/events/decision';
import { jsonSchema } from '../../lib/cli/commands/schema';
import { fieldsOf } from './plan-reference';

/** When a decision of each kind is recorded, and what its numbers are. */
const KINDS: Readonly<Record<DecisionKind, string>> = {
  started: 'the lock of the route is acquired; `by` is whoever asked `Operate` for the start',
  preflight: 'the preflight has a verdict; `inconclusive`: it waits for what becomes ready by itself',
  preparing: 'records are about to be prepared',
  prepared: 'the prepared records have propagated, or the lead has ended',
  deploying: 'a deployment is about to be ordered',
  deployed: 'the deployment of a stage is done',
  'deployment-stopped': 'a revert has stopped the deployment that was under way',
  shifted: 'traffic is about to be shifted to `percent`',
  evaluated: 'an evaluation differs from the one before, or reverts',
  'stage-passed': 'the soak of a stage has ended with a pass; once a stage',
  'waiting-for-approval': 'only the approval of an operator is missing',
  'approval-reminder': 'a quarter of the time-out of the approval is left, at most one hour',
  approved: 'an operator has approved a stage; `by` as AWS authenticated them',
  promoted: 'an operator ends a soak or the hold early',
  paused: 'an operator has paused the cutover',
  resumed: 'an operator has ended a pause',
  aborted: 'an operator has aborted the cutover',
  'revert-requested': 'an operator has sent `revert`',
  'command-refused': 'what was sent cannot be read as a command',
  reverting: 'a revert has taken the lock over; `percent` is where it goes back to',
  'shifted-back': 'the revert has written the route',
  restored: 'prepared records are about to be restored',
  proof: 'whether the old path can go: `pass`, or `fail`',
  'remaining-traffic': 'how many requests still arrive at the old path, each hour of the hold',
  repaired: 'the reconciler has started a revert or released a lock',
  succeeded: 'the cutover has succeeded',
  rejected: 'the cutover was stopped before any traffic moved',
  reverted: 'all traffic is back, and the lock is free',
  'revert-failed': 'the revert has failed, and the route stays locked',
  unattended: 'a route is locked and nothing works on it; once an execution',
  decided: 'a decision of an earlier version, which stored no kind',
};

/** A Markdown table of the kinds of decisions. */
export function eventKinds(): string {
  const rows = Object.entries(KINDS).map(([kind, when]) => `| \`${kind}\` | ${when} |`);
  return ['| kind | when |', '| --- | --- |', ...rows].join('\n');
}

/** A Markdown table of the fields of an event. */
export function eventReference(): string {
  return fieldsOf('event');
}

/** The JSON Schema of the detail of an event, as a file. */
export function eventSchema(): string {
  return `${JSON.stringify(jsonSchema('event'), null, 2)}\n`;
}
