import type { VendorNode } from './vendor-node.ts';

/**
 * A stand-in of amazon-cloudwatch-agent-ctl: the body of a shell script. It knows one parameter, and refuses everything
 * else that it cannot read. `status` ends with 0 whatever it says, as the real one does. The agent runs when the file
 * `active` is there.
 */
export const cloudwatchAgentCtl = `etc=$NODE/opt/aws/amazon-cloudwatch-agent/etc
case $* in
  '-a fetch-config -m ec2 -c ssm:AmazonCloudWatch-linux') echo '[agent]' >"$etc/amazon-cloudwatch-agent.toml" ;;
  '-a fetch-config -m ec2 -c '*) echo 'Fail to fetch the config!'; exit 1 ;;
  '-a status')
    status=stopped
    configured='not configured'
    [ ! -e "$NODE/active" ] || status=running
    [ ! -e "$etc/amazon-cloudwatch-agent.toml" ] || configured=configured
    echo "{"
    echo "  \\"status\\": \\"$status\\","
    echo "  \\"starttime\\": \\"\\","
    echo "  \\"configstatus\\": \\"$configured\\","
    echo "  \\"version\\": \\"1.300049.1b929\\""
    echo "}" ;;
  *) echo "Invalid action: $*" >&2; exit 1 ;;
esac`;

export function addCloudwatchAgentCtl(node: VendorNode): void {
  node.addTool('opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl', cloudwatchAgentCtl);
  node.write('opt/aws/amazon-cloudwatch-agent/etc/common-config.toml', '');
}

/** The configuration that the stand-in has. */
export const knownConfig = { CLOUDWATCH_CONFIG: 'ssm:AmazonCloudWatch-linux' };
