/** A parsed Command document. The service checks calls against it, and the agent runs it. */

/** The declaration of one document parameter. */
export interface ParameterDeclaration {
  readonly type: 'String' | 'StringList' | 'Integer' | 'Boolean' | 'MapList' | 'StringMap';
  readonly default?: unknown;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

/** One step: `mainSteps[]` of schema 2.x, or one entry of `runtimeConfig` of schema 1.2. */
export interface DocumentStep {
  readonly name: string;
  readonly action: string;
  readonly precondition?: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A document whose type is Command. */
export interface CommandDocument {
  readonly schemaVersion: string;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly steps: readonly DocumentStep[];
}

/** The parameter values of a command, including defaults. Only a StringList may have more than one value. */
export type ParameterValues = Readonly<Record<string, readonly string[]>>;

/** The time-out of a step, in seconds, if the document names none or one outside 5..172800. */
const STEP_TIMEOUT_DEFAULT_SECONDS = 3600;

/** Replaces `{{ Name }}` with the parameter's value, once and as plain text, as the agent does. Unknown names stay. */
export function substitute(text: string, values: ParameterValues): string {
  return text.replace(/\{\{\s*([a-zA-Z0-9]+)\s*\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return value.length === 1 ? (value[0] ?? '') : JSON.stringify(value);
  });
}

/** How long the agent lets a step run, in seconds: `inputs.timeoutSeconds` when within 5..172800, else 3600. */
export function stepTimeoutSeconds(step: DocumentStep, values: ParameterValues): number {
  const seconds = Number(substitute(String(step.inputs['timeoutSeconds'] ?? ''), values) || Number.NaN);
  const isAllowed = Number.isInteger(seconds) && seconds >= 5 && seconds <= 172_800;
  return isAllowed ? seconds : STEP_TIMEOUT_DEFAULT_SECONDS;
}
