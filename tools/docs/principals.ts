import { functionNames, registeredTask } from '../../lib/workflow/tasks';

/** The table of the functions and their permissions. */
export function functionPermissions(): string {
  const rows = functionNames.map((name) => {
    const permissions = registeredTask(name).permissions.map((one) => `\`${one}\``);
    return `| \`${name}\` | ${permissions.length === 0 ? 'none' : permissions.join(', ')} |`;
  });
  return ['| function | permissions |', '| --- | --- |', ...rows].join('\n');
}
