import * as v from 'valibot';
import { faultKind, oneOf, wholeNumber } from './fault';

/** The certificate is not issued, so that the new path cannot complete a TLS handshake for the name. */
export const certificateStatus = faultKind(
  'certificate-status',
  { status: oneOf('PENDING_VALIDATION', 'EXPIRED', 'REVOKED', 'FAILED') },
  (world, fault, label) => {
    world.preflightAccount.certificate.status = fault.status;
    const effect = world.paths.new.affect({ label, tls: `the certificate is not valid (${fault.status})` });
    return {
      end: () => {
        effect.end();
        world.preflightAccount.certificate.status = 'ISSUED';
      },
    };
  },
);

/** An alarm that the plan names does not exist, or is deleted on the way. */
export const alarmMissing = faultKind(
  'alarm-missing',
  { index: v.optional(wholeNumber(0, 99, 'which alarm of the plan, counted from 0'), 0) },
  (world, fault) => world.alarms.remove(fault.index),
);

/** Something still points at the old path, for the proof at the end of a plan with `decommission` to find. */
export const stillInUse = faultKind(
  'still-in-use',
  {
    by: oneOf('record', 'record-at-0', 'alarm', 'composite-alarm', 'service', 'listener'),
    count: v.optional(wholeNumber(1, 10_000, 'of them'), 1),
  },
  (world, fault) => world.referenceAccount.leave(fault.by, fault.count),
);

/** An alarm is in ALARM whatever its metric says. */
export const alarmFires = faultKind(
  'alarm-fires',
  { index: v.optional(wholeNumber(0, 99, 'which alarm of the plan, counted from 0'), 0) },
  (world, fault, label) => world.alarms.force(fault.index, label),
);

/** Every change set of the plan holds one change more than additions, or is not there to be judged. */
export const changeSet = faultKind(
  'change-set',
  {
    status: v.optional(oneOf('CREATE_COMPLETE', 'CREATE_IN_PROGRESS', 'FAILED'), 'CREATE_COMPLETE'),
    action: v.optional(oneOf('Modify', 'Remove'), 'Remove'),
    replacement: v.optional(oneOf('never', 'maybe', 'always'), 'never'),
  },
  (world, { status, action, replacement }, label) => {
    const { changeSets } = world.preflightAccount;
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
