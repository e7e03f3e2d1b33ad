import { type Random, randomOf } from "@manometer/scenario/random";
import { type Attempt, asPost, type HttpRequest } from "./Attempt.ts";
import { conversation } from "./conversations.ts";
import { Document, type Question } from "./Document.ts";
import { envelope } from "./envelopes.ts";
import { MONSTERS, monster } from "./monsters.ts";
import { SPOILERS } from "./spoil.ts";
import { talk } from "./talks.ts";
import type { Vocabulary } from "./Vocabulary.ts";

const WILD = { valid: 0, "valid, a little odd": 5, "valid and absurd": 30 } as const;
const SIZES = [
  { depth: 2, width: 7 },
  { depth: 3, width: 4 },
  { depth: 3, width: 7 },
  { depth: 4, width: 3 },
  { depth: 5, width: 3 },
  { depth: 7, width: 2 },
  { depth: 14, width: 2 },
];

/** The attempt with this number: the same seed, number and vocabulary give the same one. */
export function attemptAt(seed: number, index: number, vocabulary: Vocabulary): Attempt {
  const random = randomOf(seed, `attempt ${index}`);
  const share = random.int(0, 999);
  if (share < 520) return valid(random, vocabulary);
  if (share < 740) return spoilt(random, vocabulary);
  if (share < 830) {
    const one = random.pick(MONSTERS);
    return asPost(monster(one, random), one.name);
  }
  if (share < 940) return envelope(question(random, vocabulary, 10), random);
  if (share < 970) return conversation(question(random, vocabulary, 10), random);
  return talk(subscription(random, vocabulary), random);
}

function valid(random: Random, vocabulary: Vocabulary): HttpRequest {
  const kind = random.pick(["valid", "valid", "valid, a little odd", "valid and absurd"] as const);
  return asPost(question(random, vocabulary, WILD[kind]), kind, true);
}

function spoilt(random: Random, vocabulary: Vocabulary): HttpRequest {
  const one = random.pick(SPOILERS);
  return asPost(one.spoil(question(random, vocabulary, 5), random), one.name);
}

function question(random: Random, vocabulary: Vocabulary, wild: number): Question {
  return new Document({ random, vocabulary, wild }, random.pick(SIZES)).query();
}

function subscription(random: Random, vocabulary: Vocabulary): Question {
  const document = new Document({ random, vocabulary, wild: 10 }, { depth: 4, width: 3 });
  const asked = document.subscription();
  return random.chance(50) ? asked : random.pick(SPOILERS).spoil(asked, random);
}
