import fc from 'fast-check';

/** Properties draw the same cases in each run; `PROPERTY_SEED=7 npm test` draws others. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
