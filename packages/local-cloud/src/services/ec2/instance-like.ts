import { type InstanceSpec, succeedingScript } from '../../agent/instance-spec.ts';
import { type PlatformKey, platforms } from '../../agent/platforms.ts';
import { imageOf } from './images.ts';

/**
 * The plan of an instance, for `cloud.ec2.launch`: of this platform, registered with Systems Manager ten seconds after
 * its start, with scripts that succeed. `changes` says what is otherwise.
 */
export function instanceLike(platform: PlatformKey, changes: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    platform: platforms[platform],
    architecture: platforms[platform].architectures[0],
    imageId: imageOf(platform).imageId,
    instanceType: 'm6i.large',
    availabilityZone: 'us-east-1a',
    vpcId: 'vpc-00000000000000001',
    subnetId: 'subnet-00000000000000001',
    tags: {},
    agentVersion: '3.3.4177.0',
    registration: { kind: 'late', delaySeconds: 10 },
    script: succeedingScript,
    ...changes,
  };
}
