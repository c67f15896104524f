import * as v from 'valibot';
import { CERTIFICATE_FLAWS } from '../aws/preflight/preflight-account';
import { LEFTOVERS } from '../aws/reference-account';
import { faultKind, momentaryKind, oneOf, wholeNumber } from './fault';

/**
 * The certificate of the plan is not issued, is for another name, soon expires, or does not exist. Where
 * clients can see it, the new path cannot complete a TLS handshake for the name.
 */
export const certificateStatus = faultKind(
  'certificate-status',
  { status: oneOf(...CERTIFICATE_FLAWS) },
  ({ paths, preflightAccount }, { status }, label) => {
    const spoilt = preflightAccount.spoilCertificate(status);
    // What ARN a plan names, and how long a certificate is still valid, no client sees.
    const isSeen = status !== 'missing' && status !== 'expires-soon';
    const tls = isSeen ? { tls: `the certificate is not valid (${status})` } : {};
    const effect = paths.new.affect({ label, ...tls });
    return {
      end: () => {
        effect.end();
        spoilt.end();
      },
    };
  },
);

/** An alarm of the plan does not exist, or is deleted during the cutover. */
export const alarmMissing = faultKind(
  'alarm-missing',
  { index: v.optional(wholeNumber(0, 99, 'which alarm of the plan, counted from 0'), 0) },
  ({ alarms }, fault) => alarms.remove(fault.index),
);

/** CloudWatch cannot evaluate an alarm of the plan, so that it keeps its state, or not all of its data. */
export const alarmNotEvaluated = faultKind(
  'alarm-not-evaluated',
  {
    index: v.optional(wholeNumber(0, 99, 'which alarm of the plan, counted from 0'), 0),
    evaluationState: v.optional(
      oneOf('EVALUATION_ERROR', 'EVALUATION_FAILURE', 'PARTIAL_DATA'),
      'EVALUATION_ERROR',
    ),
  },
  ({ alarms }, { index, evaluationState }) => alarms.leaveUnevaluated(index, evaluationState),
);

/** A change calendar of the plan is closed. Its end is known in advance where `forSeconds` is given. */
export const calendarClosed = faultKind(
  'calendar-closed',
  { index: v.optional(wholeNumber(0, 4, 'which change calendar of the plan, counted from 0'), 0) },
  ({ calendars }, { index, forSeconds }) => calendars.close(index, forSeconds),
);

/** References to the old path are left, which a plan with `decommission` finds at its end. */
export const stillInUse = faultKind(
  'still-in-use',
  {
    by: oneOf(...LEFTOVERS),
    count: v.optional(wholeNumber(1, 10_000, 'references of this kind'), 1),
  },
  ({ referenceAccount }, fault) => referenceAccount.leave(fault.by, fault.count),
);

/** An alarm is in ALARM, whatever its metric. */
export const alarmFires = faultKind(
  'alarm-fires',
  { index: v.optional(wholeNumber(0, 99, 'which alarm of the plan, counted from 0'), 0) },
  ({ alarms }, fault, label) => alarms.force(fault.index, label),
);

/** An alarm of the same name is in ALARM in another account, which forwards its events to this one. */
export const alarmFiresElsewhere = momentaryKind(
  'alarm-fires-elsewhere',
  { index: v.optional(wholeNumber(0, 99, 'which alarm of the plan, counted from 0'), 0) },
  ({ alarms, guards }, fault) =>
    guards.alarmFiredElsewhere(alarms.nameAt(fault.index), 'an alarm of another account'),
);

/** Every change set of the plan has a change that is not an addition, or is not complete. */
export const changeSet = faultKind(
  'change-set',
  {
    status: v.optional(oneOf('CREATE_COMPLETE', 'CREATE_IN_PROGRESS', 'FAILED'), 'CREATE_COMPLETE'),
    action: v.optional(oneOf('Modify', 'Remove'), 'Remove'),
    replacement: v.optional(oneOf('never', 'maybe', 'always'), 'never'),
  },
  ({ preflightAccount }, { status, action, replacement }, label) => {
    const old = {
      logicalId: 'OldListener',
      type: 'AWS::ElasticLoadBalancingV2::Listener',
      action,
      replacement,
    };
    const isComplete = status === 'CREATE_COMPLETE';
    return preflightAccount.spoilChangeSets((found) => ({
      ...found,
      status,
      reason: isComplete ? '' : label,
      changes: isComplete ? found.changes.flatMap((added) => [added, { ...added, ...old }]) : [],
    }));
  },
);

/** The load balancers that the plan measures as a whole forward to another service as well. */
export const balancerShared = faultKind('balancer-shared', {}, ({ preflightAccount }) =>
  preflightAccount.shareBalancers(),
);
