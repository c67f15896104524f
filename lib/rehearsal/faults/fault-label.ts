/** A fault by its position in the scenario, from 0, and its kind. */
export interface FaultReference {
  readonly index: number;
  readonly fault: string;
}

/** How results and the timeline name a fault: `faults[0] errors`. */
export function faultLabel({ index, fault }: FaultReference): string {
  return `faults[${index}] ${fault}`;
}
