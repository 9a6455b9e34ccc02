/**
 * A stand-in of wazuh-control: the body of a shell script. `status` ends with 1 when a daemon does not run, which is so
 * when the file `dead` is there.
 */
export const wazuhControl = `[ "$*" = status ] || exit 1
if [ -e "$NODE/dead" ]; then echo 'wazuh-agentd not running...'; exit 1; fi
echo 'wazuh-agentd is running...'`;

/** The part of a configuration of the agent that says where its manager is. */
export const wazuhConfig = (manager: string) => `<ossec_config>
  <client>
    <server>
      <address>${manager}</address>
      <port>1514</port>
    </server>
  </client>
</ossec_config>`;
