/** Names the definitions that answers are computed by. It changes whenever a figure could come out differently. */
export const FORMULA_VERSION = "1";
