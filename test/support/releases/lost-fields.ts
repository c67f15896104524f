/** The fields of a value that another one lacks or has otherwise, as paths. Further ones may be new. */
export function lostFields(before: unknown, after: unknown, path = ''): readonly string[] {
  if (Array.isArray(before)) {
    const list = Array.isArray(after) ? after : [];
    const changed = list.length === before.length ? [] : [`${path}.length`];
    return [...changed, ...before.flatMap((one, i) => lostFields(one, list[i], `${path}[${i}]`))];
  }
  if (typeof before === 'object' && before !== null) {
    const fields = (after ?? {}) as Readonly<Record<string, unknown>>;
    return Object.entries(before).flatMap(([name, one]) =>
      lostFields(one, fields[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return Object.is(before, after) ? [] : [path];
}
