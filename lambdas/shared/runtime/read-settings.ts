import type * as z from 'zod/mini';
import { describeIssues, reportInput } from './parse.ts';
import { type SettingsForm, variableOf } from './setting-forms.ts';

/**
 * Reads the settings of a function from its environment.
 * @throws Error that names missing or malformed variables. The template and the bundle then do not belong
 * together.
 */
export function readSettings<Form extends SettingsForm>(
  form: Form,
  environment: NodeJS.ProcessEnv,
): z.output<Form> {
  const variables = Object.keys(form.shape).map((setting) => [setting, variableOf(setting)] as const);
  const missing = variables.filter(([, variable]) => !environment[variable]).map(([, variable]) => variable);
  if (missing.length > 0) throw new Error(`The environment lacks ${missing.join(', ')}.`);
  const values = variables.map(([setting, variable]) => [setting, environment[variable]] as const);
  const parsed = form.safeParse(Object.fromEntries(values), reportInput);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => {
    const [setting, ...path] = issue.path;
    return { ...issue, path: [variableOf(String(setting)), ...path] };
  });
  throw new Error(`The environment is malformed: ${describeIssues(issues)}`);
}
