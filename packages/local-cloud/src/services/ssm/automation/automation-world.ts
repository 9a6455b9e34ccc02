import type { AutomationOffice } from './automation-office.ts';
import type { TargetRunner } from './target-runner.ts';

/** The dependencies of the operations of Automation. */
export interface AutomationWorld extends AutomationOffice {
  readonly targets: TargetRunner;
}
