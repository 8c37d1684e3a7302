/**
 * Stands for the SDK's package `@aws-sdk/credential-provider-node` in the bundles. In a Lambda function credentials always come
 * from three environment variables (Lambda developer guide, "Defined runtime environment variables"); the package also
 * carries clients for SSO, STS, instance metadata and config files: 106 of the 600 KB that a bundle had with it.
 */
export const defaultProvider = () => async (): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }> => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: found nothing; expected the credentials that Lambda sets');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
};
