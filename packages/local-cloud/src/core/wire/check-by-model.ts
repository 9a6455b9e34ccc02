import { checkInput } from './input-check.ts';
import { models, operationModel } from './models.ts';

/**
 * Refuses an input by the model of its operation, as the gateway does before an operation runs: for what a template
 * asks of a service, and calls that pass by the gateway.
 */
export function checkByModel(service: string, operation: string, input: unknown): void {
  const model = models.find((each) => each.service === service);
  if (model === undefined) throw new Error(`There is no model of ${service}`);
  if (model.hasOwnChecks) return;
  checkInput(operationModel(model, operation).input, input, model.constraints, model.validationCode);
}
