import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod/mini';
import { type SettingsForm, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import { packText } from './pack-text.ts';

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
  const write = (value: unknown) => (typeof value === 'object' ? writeJson(scope, value) : String(value));
  return Object.fromEntries(
    Object.keys(form.shape).map((name) => [variableOf(name), write(given.get(name))]),
  );
}

/** A value as JSON, packed if it is long. What refers to a resource is known at the deployment, and stays as it is. */
function writeJson(scope: Construct, value: unknown): string {
  const stack = Stack.of(scope);
  const text = stack.toJsonString(value);
  const resolved: unknown = stack.resolve(text);
  return typeof resolved === 'string' ? packText(resolved) : text;
}
