/** Cases that one worker runs without interruption, from one seed. */
export interface Batch {
  /** 0 for the first. */
  readonly index: number;
  readonly seed: number;
  readonly runs: number;
}

/** One of several parts of the batches. */
export interface Shard {
  /** 1 for the first. */
  readonly index: number;
  readonly count: number;
}

/**
 * Small enough that little is lost when a simulation is stopped. Early runs of a seed draw more of the
 * smallest and largest values (`biasFactor` of fast-check), so the number also decides which cases are drawn.
 */
export const BATCH_RUNS = 250;

/** Distance between the seeds of batches. It is odd, so that 2^32 batches have seeds of their own. */
const SEED_STEP = 1_000_003;

/**
 * The batches of a simulation. What is drawn depends on nothing else, the number of workers included. A part
 * has the runs of every batch that is its own.
 */
export function batchesOf(runs: number, seed: number, { index, count }: Shard): Batch[] {
  const batches: Batch[] = [];
  for (let i = 0; i * BATCH_RUNS < runs; i += 1) {
    if (i % count === index - 1) {
      // Seeds of fast-check are whole numbers of 32 bits.
      batches.push({
        index: i,
        seed: (seed + i * SEED_STEP) | 0,
        runs: Math.min(BATCH_RUNS, runs - i * BATCH_RUNS),
      });
    }
  }
  return batches;
}
