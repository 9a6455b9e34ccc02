/** A parsed Command document. The service checks calls against it, and the agent runs it. */

/** The declaration of one document parameter. */
export interface ParameterDeclaration {
  readonly type: 'String' | 'StringList' | 'Integer' | 'Boolean' | 'MapList' | 'StringMap';
  readonly default?: unknown;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  /** `ENV_VAR` where the document asks that the value goes into the environment and not into the text. */
  readonly interpolationType?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

/** The parameters that a document declares, by name. */
export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>;

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
  readonly parameters: ParameterDeclarations;
  readonly steps: readonly DocumentStep[];
}

/** A step's own time limit in seconds when the document names none, or one outside 5..172800. */
const STEP_TIMEOUT_DEFAULT_SECONDS = 3600;

/**
 * How long the agent lets a step run, in seconds: `inputs.timeoutSeconds` when within 5..172800, else 3600. Fractions
 * are cut off. The step's parameters have been replaced by their values.
 */
export function stepTimeoutSeconds({ inputs }: DocumentStep): number {
  const input = inputs['timeoutSeconds'];
  const isNumber = typeof input === 'number' || (typeof input === 'string' && input.trim() !== '');
  const seconds = isNumber ? Math.trunc(Number(input)) : Number.NaN;
  return seconds >= 5 && seconds <= 172_800 ? seconds : STEP_TIMEOUT_DEFAULT_SECONDS;
}
