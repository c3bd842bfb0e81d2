/**
 * The Region of the origin shield by home Region. CloudFront has shields in the first twelve; each
 * other Region uses the nearest, as its documentation recommends.
 */
export const SHIELDS: Readonly<Record<string, string>> = {
  'us-east-1': 'us-east-1',
  'us-east-2': 'us-east-2',
  'us-west-2': 'us-west-2',
  'ap-south-1': 'ap-south-1',
  'ap-northeast-1': 'ap-northeast-1',
  'ap-northeast-2': 'ap-northeast-2',
  'ap-southeast-1': 'ap-southeast-1',
  'ap-southeast-2': 'ap-southeast-2',
  'eu-central-1': 'eu-central-1',
  'eu-west-1': 'eu-west-1',
  'eu-west-2': 'eu-west-2',
  'sa-east-1': 'sa-east-1',
  'us-west-1': 'us-west-2',
  'ca-central-1': 'us-east-1',
  'eu-west-3': 'eu-west-2',
  'eu-north-1': 'eu-west-2',
  'eu-south-1': 'eu-central-1',
  'me-south-1': 'ap-south-1',
  'af-south-1': 'eu-west-1',
  'ap-east-1': 'ap-southeast-1',
};
