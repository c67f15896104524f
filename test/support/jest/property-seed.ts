import fc from 'fast-check';

/** Property tests use the same cases in every run; `PROPERTY_SEED=7 npm test` uses others. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
