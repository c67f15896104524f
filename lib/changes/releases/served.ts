/** What a change of a property does to live traffic, where CloudFormation's word for it does not say. */
const SERVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Lambda Developer Guide, "Lambda function aliases" and "Lambda function versions".
  'AWS::Lambda::Alias': {
    FunctionVersion: 'Whoever invokes the alias gets the new version as soon as the alias is updated.',
    RoutingConfig: 'The alias splits its invocations as the new weights say as soon as it is updated.',
  },
  'AWS::Lambda::Function': {
    Code: 'Whoever invokes the function without a version or an alias gets the new code at once.',
  },
  // API Gateway Developer Guide, "Deploy REST APIs" and "Stages for HTTP APIs".
  'AWS::ApiGateway::Stage': {
    DeploymentId: 'The stage serves the new deployment to its clients as soon as it is updated.',
  },
  'AWS::ApiGatewayV2::Stage': {
    DeploymentId: 'The stage serves the new deployment to its clients as soon as it is updated.',
  },
};

/** Sentences on what changed properties of a resource do to whatever it serves. */
export function servedNotes(type: string, causes: readonly string[]): string[] {
  return causes.flatMap((cause) => SERVED[type]?.[cause] ?? []);
}
