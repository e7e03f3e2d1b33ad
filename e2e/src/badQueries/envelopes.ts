import type { Random } from "@manometer/scenario/random";
import { asPost, type HttpRequest } from "./Attempt.ts";
import { BODIES } from "./bodies.ts";
import type { Question } from "./Document.ts";
import { FORMS } from "./forms.ts";

/** A question in a body or a form that is not as it should be. */
export function envelope(asked: Question, random: Random): HttpRequest {
  const { name, wrap } = random.pick(random.chance(60) ? BODIES : FORMS);
  return { ...asPost(asked, name), ...wrap(asked, random) };
}
