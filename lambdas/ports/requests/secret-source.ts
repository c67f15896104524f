/** The value of a secret, or why it cannot be read. */
export type SecretReading =
  | { readonly value: string }
  | {
      /** Names the ARN, and contains nothing of the value. */
      readonly failure: string;
      /** Whether another attempt may succeed. */
      readonly retryable: boolean;
    };

/** Reads the secrets that plans refer to. Nothing else may hold their values. */
export interface SecretSource {
  /** @param arn of a secret in Secrets Manager or of a parameter in Parameter Store */
  read(arn: string): Promise<SecretReading>;
}
