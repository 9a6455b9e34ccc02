import { join } from 'node:path';
import {
  type AssemblyStack,
  createStack,
  type DeployedStack,
  deleteStack,
  isRecord,
  updateStack,
} from 'local-cloud';
import { accountId, newCloud, region } from 'local-cloud/test/cloud-bench.ts';
import { resourceTags } from '../../lambdas/shared/runtime/contract.ts';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { synthesizeStack } from '../lib/synthesize.ts';
import { distFolder } from '../synthesized.ts';

type Tree = NonNullable<NonNullable<MusterConfig['parameters']>['tree']>;
/** The parameters of `/retail/shop/prod`. */
export type Named = Tree[string][string][string];

/** The synthesized stack with these parameters in `/retail/shop/prod`, and the bundles that it deploys. */
function parametersStack(named: Named): AssemblyStack {
  const parameters = { tree: { retail: { shop: { prod: named } } }, noticeEmails: ['a@example.com'] };
  const template = synthesizeStack('MusterParameters', { parameters });
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  return {
    id: 'MusterParameters',
    stackName: 'MusterParameters',
    accountId,
    region,
    template: template.toJSON(),
    assetFolders: new Map(
      functions.map(({ Properties }) => [
        String(Properties.Code.S3Key).replace(/\.zip$/, ''),
        join(distFolder(), 'lambdas', bundleOf(Properties.Tags)),
      ]),
    ),
  };
}

/** The bundle of a function, which a tag names. */
function bundleOf(tags: unknown): string {
  const found = Array.isArray(tags) ? tags.find(({ Key }) => Key === resourceTags.function) : undefined;
  return String(found?.Value);
}

/** An empty account, into which stacks of parameters are deployed, with what the tests ask of it. */
export function parametersAccount(seed = 1) {
  const { cloud, lines } = newCloud({ seed });
  const functionNames = new Set<string>();
  const remember = <O extends { readonly stack: DeployedStack }>(outcome: O): O => {
    for (const { type, ref } of outcome.stack.resources.values())
      if (type === 'AWS::Lambda::Function') functionNames.add(ref);
    return outcome;
  };
  return {
    cloud,
    create: async (named: Named) => remember(await createStack(cloud, parametersStack(named))),
    update: async (stack: DeployedStack, named: Named) =>
      remember(await updateStack(cloud, stack, parametersStack(named))),
    remove: (stack: DeployedStack) => deleteStack(cloud, stack),
    /** The value of `/retail/shop/prod/<key>`, in clear text. */
    value: (key: string) => cloud.ssm.parameterValue(`/retail/shop/prod/${key}`),
    /** Puts a value as an administrator does. */
    put: (key: string, Value: string, more: object = {}) => {
      const input = { Name: `/retail/shop/prod/${key}`, Value, Type: 'SecureString' as const, ...more };
      const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
      return cloud.ssm.operations.PutParameter.run(input, context);
    },
    /** The messages of the function's log, oldest first. */
    logged: () => {
      const parsed = [...functionNames].flatMap((name) => cloud.observations.linesOf(name)).map(parse);
      return parsed.flatMap((line) => (isRecord(line) && 'message' in line ? [String(line['message'])] : []));
    },
    /** Everything that anybody could read afterwards: the trace, the log, the notices and the stack. */
    everythingWritten: (stack: DeployedStack) =>
      JSON.stringify([
        lines,
        [...functionNames].map((name) => cloud.observations.linesOf(name)),
        cloud.sns.published,
        stack.source.template,
        [...stack.resources.values()].map(({ ref, properties }) => ({ ref, properties })),
        stack.outputs,
      ]),
    trace: lines,
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
