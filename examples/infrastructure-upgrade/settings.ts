import { Duration } from 'aws-cdk-lib';
import { UserData } from 'aws-cdk-lib/aws-ec2';

export const RECORD_NAME = 'api.example.com';

/** What an upgrade does not change: the application, and how it is asked whether it is healthy. */
export const settings = {
  targetPort: 8080,
  healthCheckPath: '/',
  healthCheck: { interval: Duration.seconds(15) },
  capacity: { min: 2, max: 6 },
  targetGroupAttributes: { 'deregistration_delay.timeout_seconds': '60', 'stickiness.enabled': 'false' },
};

/** Installs the application: here a web server on port 8080, which logs to `/var/log/nginx`. */
export function startApplication(): UserData {
  const script = UserData.forLinux();
  script.addCommands(
    'dnf install -y nginx',
    `sed -i 's/listen  *80;/listen ${settings.targetPort};/' /etc/nginx/nginx.conf`,
    'systemctl enable --now nginx',
  );
  return script;
}
