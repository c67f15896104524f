import type { Random } from '../kernel/random';
import type { VirtualClock } from '../kernel/virtual-clock';

/** Events that AWS delivers to the guards. */
export type EventKind = 'status' | 'alarm';

type Handler = (detail: unknown) => Promise<unknown>;

/** How long EventBridge waits before it retries a function that failed. */
const RETRY_DELAYS_MS = [60_000, 120_000];

/** EventBridge: delivers status changes of executions and alarms, at least once unless a fault loses them. */
export class EventBus {
  private readonly handlers = new Map<EventKind, Handler>();
  private readonly lost = new Map<EventKind, number>();
  private readonly doubled = new Map<EventKind, number>();

  constructor(
    private readonly clock: VirtualClock,
    private readonly random: Random,
  ) {}

  /** Sets the one handler of a kind of event. */
  on(kind: EventKind, handler: Handler): void {
    this.handlers.set(kind, handler);
  }

  /** Events of this kind are lost, until this is ended. */
  lose(kind: EventKind): { end(): void } {
    return this.while(this.lost, kind);
  }

  /** Events of this kind are delivered twice, until this is ended. */
  double(kind: EventKind): { end(): void } {
    return this.while(this.doubled, kind);
  }

  /** Delivers an event to the handler of its kind, a little later. */
  emit(kind: EventKind, detail: unknown): void {
    if ((this.lost.get(kind) ?? 0) > 0) {
      return;
    }
    const deliveries = (this.doubled.get(kind) ?? 0) > 0 ? 2 : 1;
    for (let i = 0; i < deliveries; i += 1) {
      void this.deliver(kind, detail);
    }
  }

  private async deliver(kind: EventKind, detail: unknown): Promise<void> {
    await this.clock.sleep(Math.round(this.random.between(200, 900)));
    for (const delay of [...RETRY_DELAYS_MS, null]) {
      try {
        await this.handlers.get(kind)?.(detail);
        return;
      } catch {
        if (delay === null) {
          return;
        }
        await this.clock.sleep(delay);
      }
    }
  }

  private while(counts: Map<EventKind, number>, kind: EventKind): { end(): void } {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return { end: () => void counts.set(kind, (counts.get(kind) ?? 0) - 1) };
  }
}
