import type * as z from 'zod';
import type { commonSettings } from './common-settings.ts';
import type { Outline } from './config-outline.ts';

/** What fields give when they are read: every default is filled in. */
export type SettingsOf<Fields extends z.ZodRawShape> = z.output<z.ZodObject<Fields>>;

/**
 * The settings of one environment, with its overrides applied and every default filled in. Each capability declares its
 * own fields as part of them, beside its object.
 */
export interface Settings extends SettingsOf<typeof commonSettings> {}

/**
 * Finds mistakes that only show when the configuration is seen with something else, such as the documents it names.
 * `settings` are those of each environment, and none at all while something is malformed. A mistake that several
 * environments share may be told for each: it is reported once.
 */
export type ConfigCheck = (outline: Outline, settings: readonly Settings[]) => readonly string[];
