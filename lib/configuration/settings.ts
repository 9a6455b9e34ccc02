import type * as z from 'zod';
import type { commonSettings } from './common-settings.ts';
import type { Outline } from './config-outline.ts';

/** The result of reading fields: every default is filled in. */
export type SettingsOf<Fields extends z.ZodRawShape> = z.output<z.ZodObject<Fields>>;

/**
 * The settings of one environment, with its overrides applied and every default filled in. Each capability
 * adds its own fields to this interface, beside its object.
 */
export interface Settings extends SettingsOf<typeof commonSettings> {}

/**
 * Finds mistakes that only show when the configuration is seen beside something else, such as the documents
 * it names. `settings` holds those of each environment; it is empty while anything is malformed. The same
 * mistake may be returned for several environments. It is reported once.
 */
export type ConfigCheck = (outline: Outline, settings: readonly Settings[]) => readonly string[];
