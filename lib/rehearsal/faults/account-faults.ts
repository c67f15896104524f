import * as v from 'valibot';
import { LEFTOVERS } from '../aws/reference-account';
import { faultKind, momentaryKind, oneOf, wholeNumber } from './fault';

/** The certificate is not issued, so that the new path cannot complete a TLS handshake for the name. */
export const certificateStatus = faultKind(
  'certificate-status',
  { status: oneOf('PENDING_VALIDATION', 'EXPIRED', 'REVOKED', 'FAILED') },
  ({ paths, preflightAccount }, fault, label) => {
    preflightAccount.certificate.status = fault.status;
    const effect = paths.new.affect({ label, tls: `the certificate is not valid (${fault.status})` });
    return {
      end: () => {
        effect.end();
        preflightAccount.certificate.status = 'ISSUED';
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
    const { changeSets } = preflightAccount;
    const before = [...changeSets];
    const old = {
      logicalId: 'OldListener',
      type: 'AWS::ElasticLoadBalancingV2::Listener',
      action,
      replacement,
    };
    for (const [name, found] of before) {
      const changes = found.changes.flatMap((added) => [added, { ...added, ...old }]);
      const isComplete = status === 'CREATE_COMPLETE';
      changeSets.set(name, {
        ...found,
        status,
        reason: isComplete ? '' : label,
        changes: isComplete ? changes : [],
      });
    }
    return {
      end: () => {
        for (const [name, found] of before) {
          changeSets.set(name, found);
        }
      },
    };
  },
);

/** The load balancers that the plan measures as a whole forward to another service as well. */
export const balancerShared = faultKind('balancer-shared', {}, ({ preflightAccount }) => {
  preflightAccount.balancersAreShared = true;
  return {
    end: () => {
      preflightAccount.balancersAreShared = false;
    },
  };
});
