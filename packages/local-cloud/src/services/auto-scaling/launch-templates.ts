import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { InstanceSpec } from '../../agent/instance-spec.ts';
import { validationError } from './auto-scaling-errors.ts';

/** What a group launches. Whoever tests declares it: EC2 of the local cloud creates no launch templates. */
export interface LaunchTemplate {
  /** `lt-` and 17 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly spec: InstanceSpec;
}

/** The versions that name the only version that a declared template has. */
const versions: readonly (string | undefined)[] = [undefined, '1', '$Default', '$Latest'];

/** The launch templates that groups may name. */
export class LaunchTemplates {
  readonly #byId = new Map<string, LaunchTemplate>();

  /** Declares a template. One with the same id is replaced: what groups launch from now on. */
  declare(template: LaunchTemplate): void {
    this.#byId.set(template.id, template);
  }

  /** The template with this id. @throws ServiceError ValidationError. */
  get(id: string): LaunchTemplate {
    const found = this.#byId.get(id);
    if (found === undefined) throw notThere(`template ID ${id}`);
    return found;
  }

  /** The template that a request names. @throws ServiceError ValidationError. */
  select({ LaunchTemplateId: id, LaunchTemplateName: name, Version }: LaunchTemplateSpecification) {
    if ((id === undefined) === (name === undefined))
      throw validationError('Valid requests must contain either launchTemplateId or LaunchTemplateName');
    const found = id === undefined ? this.#named(name ?? '') : this.get(id);
    if (!versions.includes(Version))
      throw validationError(
        `You must use a valid fully-formed launch template. Could not find launch template version ${Version}.`,
      );
    return found;
  }

  #named(name: string): LaunchTemplate {
    const found = [...this.#byId.values()].find((template) => template.name === name);
    if (found === undefined) throw notThere(`name ${name}`);
    return found;
  }
}

function notThere(what: string) {
  return validationError(
    `You must use a valid fully-formed launch template. The specified launch template, with ${what}, does not exist.`,
  );
}
