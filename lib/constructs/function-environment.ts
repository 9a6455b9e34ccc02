import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod/mini';
import { type SettingsForm, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';

/** A value that is read-only at every depth. */
type Fixed<Value> = Value extends object ? { readonly [Name in keyof Value]: Fixed<Value[Name]> } : Value;

/**
 * The environment from which a function reads its settings. `readSettings` reads it with the same form.
 * `values` may hold more than the form needs, such as all settings of the configuration. References to
 * resources are resolved.
 */
export function environmentOf<Form extends SettingsForm>(
  scope: Construct,
  form: Form,
  values: Fixed<z.output<Form>>,
): Record<string, string> {
  const given = new Map<string, unknown>(Object.entries(values));
  const write = (value: unknown) =>
    typeof value === 'object' ? Stack.of(scope).toJsonString(value) : String(value);
  return Object.fromEntries(
    Object.keys(form.shape).map((name) => [variableOf(name), write(given.get(name))]),
  );
}
