/**
 * The code of each command, loaded when that command runs: all of it together takes longer to load than a rehearsal of days takes to run.
 * By `require`, as a file that tsx compiles to CommonJS cannot `import()` another one that is TypeScript.
 */
export const commandCode = {
  plan: () => require('./plan-command') as typeof import('./plan-command'),
  rehearse: () => require('./rehearse-command') as typeof import('./rehearse-command'),
  diff: () => ({
    ...(require('./diff-command') as typeof import('./diff-command')),
    ...(require('./live-change-sets') as typeof import('./live-change-sets')),
  }),
  decommission: () => ({
    ...(require('./decommission-command') as typeof import('./decommission-command')),
    ...(require('./live-pointers') as typeof import('./live-pointers')),
  }),
  traffic: () => require('./traffic-command') as typeof import('./traffic-command'),
  schema: () => require('./schema-command') as typeof import('./schema-command'),
  appspec: () => require('./appspec-command') as typeof import('./appspec-command'),
};
