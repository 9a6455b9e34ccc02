import { testUninstall } from './uninstall-cases.ts';

testUninstall({
  script: 'wazuh-uninstall.sh',
  packageName: 'wazuh-agent',
  folder: 'var/ossec',
  leftOver: 'var/ossec/etc/authd.pass',
});
