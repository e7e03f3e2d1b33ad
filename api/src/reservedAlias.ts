import type { ASTVisitor, ValidationContext } from "graphql";
import { apiError } from "./errors.ts";

/** Under such names the API asks for the keys of its derived fields. */
const PREFIX = "manometer_";

/** A validation rule: no alias may shadow a key that the API asks for. */
export function reservedAlias(context: ValidationContext): ASTVisitor {
  return {
    Field({ alias }) {
      if (!alias?.value.startsWith(PREFIX)) return;
      const advice = `aliases that begin with ${PREFIX} are reserved, take another`;
      context.reportError(apiError("BAD_USER_INPUT", `The alias ${alias.value} cannot be used: ${advice}.`));
    },
  };
}
