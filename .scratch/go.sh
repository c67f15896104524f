npx tsx .scratch/search.ts 0 1 200 900 'release while a write is on its way' 'release before the revert has propagated' 'revert the first type alone' 'shift to the stage after the next' 'record no decision before a shift' 'take the shortest lead of several types' 'let an alarm pass in the preflight' 'revert to one percent' 'take a new fence with each try of the lock' 'evaluate the first alarm alone' > .scratch/s2 2>&1 &
npx tsx .scratch/search.ts 0 1 200 900 'reconcile nothing' 'read no drift' 'restore before the lease is over'  > .scratch/s3 2>&1 &
npx tsx .scratch/which.ts 200 900 'skip the fence' > .scratch/s4 2>&1 &
wait
