/** Version of the rules: raised whenever a file could give other traces or findings than before. */
export const PROVENANCE_VERSION = '2';
