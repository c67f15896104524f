/**
 * The code of each command, loaded when that command runs: all of it together takes longer to load than a rehearsal of days takes to run.
 * By `require`, as a file that tsx compiles to CommonJS cannot `import()` another one that is TypeScript.
 */
export const exitCode = {
  plan: () => require('./commands/plan-command') as typeof import('./commands/plan-command'),
  rehearse: () => require('./commands/rehearse-command') as typeof import('./commands/rehearse-command'),
  diff: () => ({
    ...(require('./commands/diff-command') as typeof import('./commands/diff-command')),
    ...(require('./input/live-change-sets') as typeof import('./input/live-change-sets')),
  }),
  decommission: () => ({
    ...(require('./commands/decommission-command') as typeof import('./commands/decommission-command')),
    ...(require('./input/live-references') as typeof import('./input/live-references')),
  }),
  traffic: () => require('./commands/traffic-command') as typeof import('./commands/traffic-command'),
  schema: () => require('./commands/schema-command') as typeof import('./commands/schema-command'),
  appspec: () => require('./commands/appspec-command') as typeof import('./commands/appspec-command'),
};
