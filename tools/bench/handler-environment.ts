/** Every variable that a handler reads when it is loaded. Nothing is called, so the values do not matter. */
export const handlerEnvironment = {
  AWS_REGION: 'eu-west-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  LEDGER_TABLE: 'ledger',
  ALLOWED_HOSTS: '["gw-*.example.com"]',
  ALLOWED_PRIVATE_NETWORKS: '[]',
  PRODUCTION_NAME_TEST: 'if-reachable',
  CUTOVER_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:cutover',
  REVERT_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:revert',
  ROUTES: '["route53/Z0123456789ABCDEFGHIJ/api.example.com"]',
  DEPLOYMENT_GROUPS: '[]',
  SECRETS: '[]',
  GATES: '[]',
  GATE_FUNCTIONS: '{}',
  ROLES: '[]',
  EVENT_BUS: 'default',
  STACK: 'Cutover',
  HOOK_PLAN: '{"host":"api.example.com","checks":[{"path":"/health"}]}',
  GATE_QUERY:
    '{"url":"https://prometheus.example.com","prometheus":"up","passWhen":{"comparison":"above","threshold":0}}',
};
