import type { Standing } from './setting-record.ts';

/** One setting of the account and region. */
export interface SettingPlace {
  read(): Promise<Standing>;
  change(value: string): Promise<void>;
  /** Brings a value back. Undefined stands for the value that AWS gives by itself. */
  restore(found: Standing | undefined): Promise<void>;
}
