/** An error of an AWS service, under the name that the service gives it, such as `NoSuchHostedZone`. */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}
