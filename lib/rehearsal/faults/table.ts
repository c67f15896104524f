import type * as v from 'valibot';
import {
  alarmFires,
  alarmFiresElsewhere,
  alarmMissing,
  alarmNotEvaluated,
  balancerShared,
  calendarClosed,
  certificateStatus,
  changeSet,
  stillInUse,
} from './account-faults';
import type { ActiveFault, OperatorDeed } from './fault';
import type { FaultTarget } from './fault-target';
import { autoScalingGroup } from './instance-faults';
import {
  ledgerCorrupted,
  malformedCommand,
  operator,
  redrive,
  revertStarted,
  routeLocked,
  stopExecution,
} from './operator-faults';
import {
  addedLatency,
  directRequests,
  failingRequests,
  mutualTls,
  newTarget,
  noMetrics,
  targetsUnhealthy,
  unreached,
} from './path-faults';
import { recordAdded, recordChanged, recordDeleted } from './route-faults';
import {
  apiError,
  clockOff,
  controlPlaneDead,
  deployment,
  eventsDoubled,
  eventsLost,
  functionHangs,
  gate,
  slowApi,
  stuckPending,
  taskFails,
  throttle,
  upgrade,
} from './service-faults';

/** Everything that can go wrong. A new kind is one entry here. */
const kinds = [
  failingRequests,
  addedLatency,
  targetsUnhealthy,
  autoScalingGroup,
  noMetrics,
  unreached,
  directRequests,
  newTarget,
  balancerShared,
  mutualTls,
  certificateStatus,
  changeSet,
  calendarClosed,
  alarmMissing,
  alarmNotEvaluated,
  alarmFires,
  alarmFiresElsewhere,
  stillInUse,
  throttle,
  apiError,
  controlPlaneDead,
  taskFails,
  functionHangs,
  clockOff,
  stuckPending,
  recordChanged,
  recordDeleted,
  recordAdded,
  routeLocked,
  operator,
  malformedCommand,
  ledgerCorrupted,
  revertStarted,
  stopExecution,
  redrive,
  eventsLost,
  eventsDoubled,
  slowApi,
  deployment,
  gate,
  upgrade,
] as const;

type SchemasOf<Kinds extends readonly { readonly schema: unknown }[]> = {
  readonly [Index in keyof Kinds]: Kinds[Index]['schema'];
};
type Schemas = SchemasOf<typeof kinds>;

/** One schema per kind of fault. */
export const faultSchemas = kinds.map((kind) => kind.schema) as unknown as Schemas;

/** A fault as a scenario describes it. */
export type Fault = v.InferOutput<Schemas[number]>;

/** One of the kinds, whatever its fields. */
interface AnyKind {
  readonly kind: string;
  readonly actionOf: ((fault: Fault) => OperatorDeed) | null;
  begin(target: FaultTarget, fault: Fault, label: string): ActiveFault;
}

const byName = new Map(kinds.map((one) => [one.kind, one as unknown as AnyKind]));

/** Begins a fault. */
export function beginFault(target: FaultTarget, fault: Fault, label: string): ActiveFault {
  return kindOf(fault).begin(target, fault, label);
}

/** What an operator does to cause it; null for faults that no operator causes. */
export function operatorDeed(fault: Fault): OperatorDeed | null {
  return kindOf(fault).actionOf?.(fault) ?? null;
}

function kindOf(fault: Fault): AnyKind {
  return byName.get(fault.kind) as AnyKind;
}
