import { isRecord } from '../core/is-record.ts';
import type { DocumentStep } from './command-document.ts';
import { goMember, goText, jsonMisfit } from './go-text.ts';

/** The inputs of a script step as the agent takes them. */
export interface ScriptInput {
  readonly lines: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

/** Reads the inputs of a script step, or says in the agent's words why it cannot. */
export function readScriptInput({ inputs }: DocumentStep): ScriptInput | string {
  const lines = goMember(inputs, 'runCommand') ?? [];
  const environment = goMember(inputs, 'environment') ?? {};
  const texts = { ID: goMember(inputs, 'id'), WorkingDirectory: goMember(inputs, 'workingDirectory') };
  if (!Array.isArray(lines)) return misfit(inputs, lines, 'RunCommand', '[]string');
  const line: unknown = lines.find((item: unknown) => typeof item !== 'string' && item !== null);
  if (line !== undefined) return misfit(inputs, line, 'RunCommand', 'string');
  if (!isRecord(environment)) return misfit(inputs, environment, 'Environment', 'map[string]string');
  const value = Object.values(environment).find((item) => typeof item !== 'string' && item !== null);
  if (value !== undefined) return misfit(inputs, value, 'Environment', 'string');
  for (const [field, text] of Object.entries(texts))
    if (text !== undefined && typeof text !== 'string') return misfit(inputs, text, field, 'string');
  return {
    lines: lines.map((item: unknown) => String(item ?? '')),
    environment: Object.fromEntries(Object.entries(environment).map(([k, v]) => [k, String(v ?? '')])),
    workingDirectory: String(texts.WorkingDirectory ?? ''),
  };
}

function misfit(inputs: DocumentStep['inputs'], value: unknown, field: string, wanted: string): string {
  const error = jsonMisfit(value, `RunScriptPluginInput.${field}`, wanted);
  return `Invalid format in plugin properties ${goText(inputs)};\nerror ${error}`;
}
