/** The areas of the constructs, in the order of the index, by the folder of `lib` that has them. */
export const AREAS: Readonly<Record<string, string>> = {
  workflow: 'The workflow',
  'new-path': 'The new path',
  'user-split': 'Users that move one by one',
  ecs: 'Blue/green on ECS',
  instances: 'Upgrade of instances',
  gates: 'Gates',
  changes: 'Changes',
};

/**
 * The area of a construct.
 * @param file the file that declares it
 * @throws Error for a folder that has no area
 */
export function areaOf(file: string): string {
  const [, folder = ''] = /^lib\/([\w-]+)\//.exec(file) ?? [];
  const area = AREAS[folder];
  if (area === undefined) {
    throw new Error(`${file} has no area in the index of the reference; name one for lib/${folder}`);
  }
  return area;
}
