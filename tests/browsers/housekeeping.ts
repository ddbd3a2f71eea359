/** What the browsers themselves try to reach, with or without an extension; the gate refuses it. */
export const HOUSEKEEPING =
  /(^|\.)(googleapis\.com|google\.com|gstatic\.com|gvt1\.com|mozilla\.(com|org|net)|firefox\.com|services\.mozilla\.com)$/;
