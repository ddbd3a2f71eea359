/** Limits of the stages that a stored picture goes through before it is decoded (docs/findings/matching.md has the counts). */

/** With so many agreeing kept features geometry alone is reason enough to look at the pixels. */
export const SURE_MAP = 25;
/** Correlation in small under which few agreeing features are chance: copies and close crops reach 0.8 and more. */
export const LOOKS_ALIKE = 0.5;
