import { checkInput } from '../src/core/wire/input-check.ts';
import { models, operationModel } from '../src/core/wire/models.ts';

/** Refuses an input by its model, as the gateway does before an operation runs. */
export function checkByModel(service: string, operation: string, input: unknown): void {
  const model = models.find((each) => each.service === service);
  if (model === undefined) throw new Error(`There is no model of ${service}`);
  if (model.hasOwnChecks) return;
  checkInput(operationModel(model, operation).input, input, model.constraints, model.validationCode);
}
