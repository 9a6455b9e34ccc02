import type { RehearsalReport } from '../../simulator/rehearsal/rehearse-fleet.ts';
import { printReport } from './print-report.ts';

/** Prints what would become of every instance of a real fleet. */
export function printRehearsal(report: RehearsalReport): void {
  printReport(report, { listsInstances: true, ran: report.ran });
}
