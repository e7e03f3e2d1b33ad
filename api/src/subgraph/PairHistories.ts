import { type CommitmentsRead, CommitOutcomes, type Signals } from "./CommitOutcomes.ts";
import type { Counted } from "./Counted.ts";
import { CLAIMS, type ClaimFact, type ClaimStats, type ClaimsRead, claimsOf } from "./claims.ts";
import { type DrainFact, type DrainStats, type DrainsRead, drainsOf } from "./drains.ts";
import type { Source } from "./FactReader.ts";
import type { Question } from "./History.ts";
import { type Loader, loader } from "./loader.ts";
import { PAIR_DRAINS } from "./payments.ts";
import {
  type CapacityBasis,
  REVEALS,
  type RevealFact,
  type RevealStats,
  type RevealsRead,
  revealsOf,
} from "./reveals.ts";
import { TRACKS, type TrackFact, type TrackStats, type TracksRead, tracksOf } from "./tracks.ts";

/** The histories of pairs of task type and sink. */
export class PairHistories {
  readonly #reveals: { readonly [basis in CapacityBasis]: Loader<RevealFact, RevealStats> };
  readonly #claims: Loader<ClaimFact, ClaimStats>;
  readonly #tracks: Loader<TrackFact, TrackStats>;
  readonly #commitments: CommitOutcomes;
  readonly #drains: Loader<DrainFact, DrainStats>;

  constructor(source: Source) {
    const reveals = (basis: CapacityBasis) => loader<RevealFact, RevealStats>(source, REVEALS[basis]);
    this.#reveals = { RAW: reveals("RAW"), CAPPED: reveals("CAPPED"), SMOOTHED: reveals("SMOOTHED") };
    this.#claims = loader(source, CLAIMS);
    this.#tracks = loader(source, TRACKS);
    this.#commitments = new CommitOutcomes(source);
    this.#drains = loader(source, PAIR_DRAINS);
  }

  /** Its reveals, in the figures of a basis. */
  async reveals(parent: Counted, question: Question, basis: CapacityBasis): Promise<RevealsRead> {
    return revealsOf(await this.#reveals[basis](parent, question));
  }

  /** What its reveals claimed, against its cap. */
  async claims(parent: Counted, question: Question): Promise<ClaimsRead> {
    return claimsOf(await this.#claims(parent, question));
  }

  /** How its EWMA followed its reveals. */
  async tracks(parent: Counted, question: Question): Promise<TracksRead> {
    return tracksOf(await this.#tracks(parent, question));
  }

  /** What became of its commitments. */
  commitments(pair: Signals, question: Question): Promise<CommitmentsRead> {
    return this.#commitments.of(pair, question);
  }

  /** What the task type's buffer has paid the sink. */
  async drains(parent: Counted, question: Question): Promise<DrainsRead> {
    return drainsOf(await this.#drains(parent, question));
  }
}
