import * as z from 'zod/mini';
import { parseJson } from '../shared/domain/parse-json.ts';

/** A value of a setting, and whether it is the one that AWS gives by itself. */
export interface Standing {
  readonly value: string;
  readonly isDefault: boolean;
}

/** What is kept about a setting, in a parameter, before it is changed. */
export interface SettingRecord {
  /** What was there before the stack. */
  readonly found: Standing;
  /**
   * The values that the stack has set or was about to set: two while a change is under way, none when the setting was so
   * already.
   */
  readonly set: readonly string[];
  /** When CloudFormation last asked for the value. */
  readonly askedAtMs: number;
}

const form = z.object({
  found: z.object({ value: z.string(), isDefault: z.boolean() }),
  set: z.array(z.string()),
  askedAtMs: z.number(),
});

/** The record in the text of its parameter; undefined when it is no record. */
export function readRecord(text: string): SettingRecord | undefined {
  return form.safeParse(parseJson(text)).data;
}
