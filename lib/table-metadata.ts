/** CloudFormation metadata key on a table that says which of the four it is; the embedded cloud names its tables by it. */
export const TABLE_METADATA = 'kaizen:table';
