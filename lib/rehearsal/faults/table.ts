import type * as v from 'valibot';
import type { World } from '../world/world';
import { alarmFires, alarmMissing, certificateStatus, changeSet, stillInUse } from './account-faults';
import type { ActiveFault } from './fault';
import { errors, latency, noMetrics, targetsUnhealthy } from './path-faults';
import {
  apiError,
  controlPlaneDead,
  deployment,
  eventsDoubled,
  eventsLost,
  functionHangs,
  operator,
  recordChanged,
  recordDeleted,
  redrive,
  revertStarted,
  routeLocked,
  slowApi,
  stopExecution,
  stuckPending,
  taskFails,
  throttle,
} from './service-faults';

/** What can go wrong. A new kind is one entry here. */
const kinds = [
  errors,
  latency,
  targetsUnhealthy,
  noMetrics,
  certificateStatus,
  changeSet,
  alarmMissing,
  alarmFires,
  stillInUse,
  throttle,
  apiError,
  controlPlaneDead,
  taskFails,
  functionHangs,
  stuckPending,
  recordChanged,
  recordDeleted,
  routeLocked,
  operator,
  revertStarted,
  stopExecution,
  redrive,
  eventsLost,
  eventsDoubled,
  slowApi,
  deployment,
] as const;

type SchemasOf<Kinds extends readonly { readonly schema: unknown }[]> = {
  readonly [Index in keyof Kinds]: Kinds[Index]['schema'];
};
type Schemas = SchemasOf<typeof kinds>;

/** One schema per kind of fault. */
export const faultSchemas = kinds.map((kind) => kind.schema) as unknown as Schemas;

/** A fault as a scenario describes it. */
export type Fault = v.InferOutput<Schemas[number]>;

/** Lets a fault begin. */
export function beginFault(world: World, fault: Fault, label: string): ActiveFault {
  const kind = kinds.find((one) => one.kind === fault.kind) as {
    begin(world: World, fault: Fault, label: string): ActiveFault;
  };
  return kind.begin(world, fault, label);
}
