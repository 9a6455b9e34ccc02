import { isRecord } from '../../core/is-record.ts';
import { type Operation, ServiceError } from '../../core/service.ts';

/** An operation that refuses parameters which the region does not know, before anything else. */
export function refuseUnknown(operation: Operation, unknown: ReadonlySet<string>): Operation {
  return {
    ...operation,
    run(input, context) {
      const given = isRecord(input) ? input : {};
      const name = [...unknown].find((key) => given[key] !== undefined);
      if (name !== undefined)
        throw new ServiceError('UnknownParameter', `The parameter ${name} is not recognized`);
      return operation.run(input, context);
    },
  };
}
