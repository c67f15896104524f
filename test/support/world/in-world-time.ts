import type { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';

type Method = (...args: unknown[]) => unknown;

/** A port of the world for tests that do not control its clock: time passes while they wait for an answer. */
export function inWorldTime<Port extends object>(clock: VirtualClock, port: Port): Port {
  const methods = Object.entries(port as Record<string, Method>).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      const answer = method(...args);
      return answer instanceof Promise ? clock.runUntil(answer) : answer;
    },
  ]);
  return Object.fromEntries(methods) as Port;
}
