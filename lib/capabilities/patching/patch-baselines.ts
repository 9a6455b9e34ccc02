import { CfnPatchBaseline } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Baseline, Rule } from './baseline-schema.ts';
import { operatingSystem, type StandardRule, type SystemName, systemNames } from './operating-systems.ts';
import type { PatchGroup } from './patching-schema.ts';

/** The patch groups of the configuration. */
export interface PatchBaselinesProps {
  readonly prefix: string;
  readonly patchGroups: Readonly<Record<string, PatchGroup>>;
}

/**
 * One patch baseline for each patch group and operating system, registered for that group.
 *
 * CloudFormation creates the successor of a resource before it deletes the old one. Registering a second
 * baseline of the same system for a group fails with AlreadyExists. So no baseline may ever be replaced, or
 * take over a group from another. The construct's id is the group and the system, and the system is the only
 * property whose change replaces a baseline. Every other change of the configuration updates the same
 * resource. If groups shared baselines, some of these changes would be moves between baselines.
 */
export class PatchBaselines extends Construct {
  readonly #defaults = new Map<SystemName, string>();

  constructor(scope: Construct, id: string, { prefix, patchGroups }: PatchBaselinesProps) {
    super(scope, id);
    for (const [name, group] of Object.entries(patchGroups)) {
      const baselines = new Construct(this, name);
      for (const system of systemNames) {
        const own = group.systems[system];
        if (own === undefined) continue;
        const { ref } = new CfnPatchBaseline(baselines, system, {
          name: `${prefix}-${name}-${system}`,
          description: `Muster: what is approved for ${system} in the patch group ${name}.`,
          operatingSystem: system,
          patchGroups: [name],
          approvalRules: { patchRules: rulesOf(system, own, group) },
          ...listsOf(own),
        });
        if (group.isDefault) this.#defaults.set(system, ref);
      }
    }
  }

  /** The baselines of the default group, by operating system. */
  get defaults(): ReadonlyMap<SystemName, string> {
    return this.#defaults;
  }
}

function rulesOf(system: SystemName, own: Baseline, group: PatchGroup): CfnPatchBaseline.RuleProperty[] {
  const rules: readonly (Rule | StandardRule)[] = own.rules ?? operatingSystem(system).standardRules;
  return rules.map((rule) => ({
    ...delayOf(system, rule, group),
    complianceLevel: rule.complianceLevel,
    ...('includeNonSecurity' in rule && rule.includeNonSecurity !== undefined
      ? { enableNonSecurity: rule.includeNonSecurity }
      : {}),
    patchFilterGroup: {
      patchFilters: Object.entries(rule.filters).map(([key, values]) => ({ key, values: [...values] })),
    },
  }));
}

/** A rule needs one of the two. Without release dates it is 0 days, as in AWS's own baselines. */
function delayOf(
  system: SystemName,
  rule: Rule | StandardRule,
  group: PatchGroup,
): CfnPatchBaseline.RuleProperty {
  if (!operatingSystem(system).hasApprovalDelay) return { approveAfterDays: 0 };
  if ('approveUntil' in rule && rule.approveUntil !== undefined)
    return { approveUntilDate: rule.approveUntil };
  const ownDays = 'approveAfterDays' in rule ? rule.approveAfterDays : undefined;
  return { approveAfterDays: ownDays ?? group.approveAfterDays };
}

function listsOf(own: Baseline) {
  const { approved, approvedComplianceLevel, approvedNonSecurity, rejected, sources } = own;
  return {
    ...(approved === undefined ? {} : { approvedPatches: approved }),
    ...(approvedComplianceLevel === undefined
      ? {}
      : { approvedPatchesComplianceLevel: approvedComplianceLevel }),
    ...(approvedNonSecurity === undefined ? {} : { approvedPatchesEnableNonSecurity: approvedNonSecurity }),
    ...(rejected === undefined ? {} : { rejectedPatches: rejected }),
    ...(own.rejectedAction === undefined ? {} : { rejectedPatchesAction: own.rejectedAction }),
    ...(sources === undefined ? {} : { sources }),
    ...(own.availableSecurityUpdates === undefined
      ? {}
      : { availableSecurityUpdatesComplianceStatus: own.availableSecurityUpdates }),
  };
}
