import * as v from 'valibot';

/** An execution of the revert machine, as DescribeExecution returns it. */
export interface RevertExecution {
  readonly status: string;
  /** JSON. */
  readonly input: string;
  /** JSON; null unless it succeeded. */
  readonly output: string | null;
  readonly cause: string | null;
}

const jsonOf = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const inputSchema = jsonOf(v.looseObject({ execution: v.string(), route: v.string() }));
const outputSchema = jsonOf(v.looseObject({ reason: v.string() }));

/** Whether an execution of the revert machine was started for this very cutover, whatever its name says. */
export function revertsCutover(
  { input }: RevertExecution,
  cutover: { readonly execution: string; readonly route: string },
): boolean {
  const parsed = v.safeParse(inputSchema, input);
  return (
    parsed.success && parsed.output.execution === cutover.execution && parsed.output.route === cutover.route
  );
}

/** How the execution ended, in words. */
export function revertReason({ status, output, cause }: RevertExecution): string {
  const parsed = v.safeParse(outputSchema, output);
  return parsed.success ? parsed.output.reason : (cause ?? status);
}
