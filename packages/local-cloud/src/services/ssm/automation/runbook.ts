import type { ParameterDeclarations } from '../../../agent/command-document.ts';

/** A parsed Automation document: schema 0.3. */
export interface Runbook {
  readonly schemaVersion: string;
  /** The ARN of the role that does the steps, or a reference to a parameter. Without one, the caller's permissions do. */
  readonly assumeRole: string;
  readonly parameters: ParameterDeclarations;
  readonly steps: readonly RunbookStep[];
  /** The outputs of steps that the execution shows, as `step.Output`. */
  readonly outputs: readonly string[];
}

/** One of `mainSteps`. What the document leaves out is undefined here, because the service shows it so. */
export interface RunbookStep {
  readonly name: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: readonly OutputDeclaration[];
  /** How often the step is tried in all. @default 1 */
  readonly maxAttempts: number | undefined;
  readonly timeoutSeconds: number | undefined;
  /** `Abort`, `Continue` or `step:NAME`. @default Abort */
  readonly onFailure: string | undefined;
  /** `Abort` or `step:NAME`. @default Abort */
  readonly onCancel: string | undefined;
  readonly isEnd: boolean | undefined;
  /** Whether its failure is one of the execution. @default true, and false with `onFailure: Continue` */
  readonly isCritical: boolean | undefined;
  readonly nextStep: string | undefined;
}

/** An output that a step selects from the answer of its call. */
export interface OutputDeclaration {
  readonly name: string;
  /** A path such as `$.Reservations[0].Instances[*].InstanceId`. */
  readonly selector: string;
  readonly type: OutputType;
}

/** The types of outputs. */
export const outputTypes = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'] as const;
export type OutputType = (typeof outputTypes)[number];

/** The name of the step in `step:NAME`, or undefined. */
export function jumpOf(jump: string | undefined): string | undefined {
  return jump?.startsWith('step:') ? jump.slice('step:'.length) : undefined;
}

/** What a reference in text is: `{{ InstanceId }}`, `{{ step.Output }}`, `{{ global:DATE }}`. */
export const referencePattern = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** The names in the references of a value, in any depth. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(referencePattern)].map(([, name = '']) => name);
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}
