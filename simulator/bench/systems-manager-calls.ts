import type { Gateway } from 'local-cloud';
import type { DeployedFunction } from '../run/deployed-parts.ts';

/** Counts the calls that functions make to Systems Manager, by role, from its construction on. */
export class SystemsManagerCalls {
  readonly #counts = new Map<string, number>();

  constructor({ gateway }: { readonly gateway: Pick<Gateway, 'observe'> }) {
    gateway.observe(({ service, operation, principal }) => {
      if (service !== 'ssm' || principal.kind !== 'role') return;
      const key = `${principal.roleArn} ${operation}`;
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    });
  }

  /**
   * The calls that were needed to send the commands: the first look, made by the function on the launch queue, and
   * every SendCommand. Later looks at unmanaged instances and the reading of results are not counted, because they
   * belong to the whole life of a launch.
   */
  toCommand(functions: readonly Pick<DeployedFunction, 'purpose' | 'roleArn'>[]): number {
    return functions.reduce((sum, { purpose, roleArn }) => {
      const looks = purpose === 'onboard' ? this.#count(roleArn, 'DescribeInstanceInformation') : 0;
      return sum + looks + this.#count(roleArn, 'SendCommand');
    }, 0);
  }

  /** All calls. */
  get all(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  #count(roleArn: string, operation: string): number {
    return this.#counts.get(`${roleArn} ${operation}`) ?? 0;
  }
}
