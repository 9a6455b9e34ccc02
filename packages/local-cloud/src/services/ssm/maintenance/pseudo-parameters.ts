import { NotEmulatedError } from '../../../core/service.ts';

/** The values of the pseudo parameters that a task may use, by their names. */
export type PseudoParameters = Readonly<Record<string, string>>;

const names = [
  ...['WINDOW_ID', 'WINDOW_TASK_ID', 'WINDOW_TARGET_ID', 'WINDOW_EXECUTION_ID', 'TASK_EXECUTION_ID'],
  ...['INVOCATION_ID', 'TARGET_TYPE', 'TARGET_ID', 'RESOURCE_ID'],
];

/**
 * A value with its pseudo parameters filled in (user guide, "Using pseudo parameters"), in every text of it. Other text in
 * braces stays.
 * @throws NotEmulatedError for one that has no value here, such as RESOURCE_ID in a command.
 */
export function fillPseudoParameters<Value>(value: Value, values: PseudoParameters): Value {
  const text = JSON.stringify(value);
  const filled = text.replace(/\{\{\s*([A-Z_]+)\s*\}\}/g, (given, name: string) => {
    if (!names.includes(name)) return given;
    const found = values[name];
    if (found === undefined)
      throw new NotEmulatedError(`the pseudo parameter ${given} in this task of a window`);
    return JSON.stringify(found).slice(1, -1);
  });
  return JSON.parse(filled);
}
