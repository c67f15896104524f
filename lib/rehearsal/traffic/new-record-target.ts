import type { ProbeFailure } from '../../../lambdas/ports';
import { type Random, seededRandom } from '../kernel/random';

/** What is wrong at the target of the new record: its certificate, its host routing, or the way to it. */
export type WrongAnswer = 'other-certificate' | 'other-host' | 'unreachable';

/** Sets its draws apart from those of the world, whose order every rehearsal depends on. */
const SEED_OFFSET = 1_000_003;

/**
 * The target of the new record, as the smoke test asks it for the production name. It is the new path, unless
 * a fault says that it is something else.
 */
export class NewRecordTarget {
  private readonly wrong = new Set<{ readonly answer: WrongAnswer }>();
  private readonly random: Random;

  /** @param seed of the scenario */
  constructor(seed: number) {
    this.random = seededRandom(seed + SEED_OFFSET);
  }

  /** The target answers so, until this is ended. */
  misanswer(answer: WrongAnswer): { end(): void } {
    const one = { answer };
    this.wrong.add(one);
    return { end: () => void this.wrong.delete(one) };
  }

  /** Whether a request fails. @param rate share of the requests that do */
  fails(rate: number): boolean {
    return this.random.uniform() < rate;
  }

  /** What the target answers in place of the new path; null when it is the new path. */
  answerFor(host: string): ProbeFailure | { readonly status: number } | null {
    const [one] = this.wrong;
    switch (one?.answer) {
      case undefined:
        return null;
      case 'other-host':
        return { status: 404 };
      case 'other-certificate':
        return { failure: `TLS certificate is not valid for ${host}`, retryable: false };
      case 'unreachable':
        return {
          failure: 'there is no route to it from here (ENETUNREACH)',
          retryable: false,
          unreachable: true,
        };
    }
  }
}
