import { validationError } from './auto-scaling-errors.ts';
import type { ScalingGroup } from './scaling-group.ts';

/** The groups of the account and region. */
export class ScalingGroups {
  readonly #byName = new Map<string, ScalingGroup>();

  get all(): readonly ScalingGroup[] {
    return [...this.#byName.values()];
  }

  find(name: string): ScalingGroup | undefined {
    return this.#byName.get(name);
  }

  /** The group that a request names, by its name or its ARN. @throws ServiceError ValidationError. */
  get(nameOrArn: string): ScalingGroup {
    const found = this.#byName.get(nameOrArn) ?? this.all.find(({ arn }) => arn === nameOrArn);
    if (found === undefined)
      throw validationError(`AutoScalingGroup name not found - AutoScalingGroup ${nameOrArn} not found`);
    return found;
  }

  add(group: ScalingGroup): void {
    this.#byName.set(group.name, group);
  }

  remove({ name }: ScalingGroup): void {
    this.#byName.delete(name);
  }
}
