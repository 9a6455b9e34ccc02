import type { CostReport, PricedBill } from './bench-report.ts';
import { type BillMeasure, measureBill } from './measure-bill.ts';
import { endBill, fleetShapes, launchBill, monthBill } from './months.ts';
import { addBills, type Bill, chargesOf, costOf } from './prices.ts';

/** Runs a fleet through its life and prices what AWS bills for it, and for months of other fleets. */
export async function reportCost(
  assemblyFolder: string,
  options: { readonly seed: number; readonly launches: number },
): Promise<CostReport> {
  return priceMeasure(await measureBill(assemblyFolder, options));
}

/** Prices what was measured. */
export function priceMeasure(measured: BillMeasure): CostReport {
  return {
    measured,
    launches: price(addBills({}, launchBill(measured), 1000)),
    ends: price(addBills({}, endBill(measured), 1000)),
    months: fleetShapes.map((shape) => ({ fleet: shape.name, ...price(monthBill(measured, shape)) })),
  };
}

function price(bill: Bill): PricedBill {
  return { bill, charges: chargesOf(bill), dollars: costOf(bill) };
}
