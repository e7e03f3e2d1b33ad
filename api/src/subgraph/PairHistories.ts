import type { CommitFate } from "@manometer/analytics/metrics/reliability";
import { CLAIMS, type ClaimFact, type ClaimStats, type ClaimsRead, claimsOf } from "./claims.ts";
import { COMMITMENTS, type CommitmentFact, fatesOf } from "./commitments.ts";
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

/** Something whose facts are read, and how many of them it has had in its whole life. */
export type Counted = { readonly id: string; readonly count: bigint };

/** The histories of pairs of task type and sink. */
export class PairHistories {
  readonly #reveals: { readonly [basis in CapacityBasis]: Loader<RevealFact, RevealStats> };
  readonly #claims: Loader<ClaimFact, ClaimStats>;
  readonly #tracks: Loader<TrackFact, TrackStats>;
  readonly #commitments: Loader<CommitmentFact, never>;
  readonly #drains: Loader<DrainFact, DrainStats>;

  constructor(source: Source) {
    const reveals = (basis: CapacityBasis) => loader<RevealFact, RevealStats>(source, REVEALS[basis]);
    this.#reveals = { RAW: reveals("RAW"), CAPPED: reveals("CAPPED"), SMOOTHED: reveals("SMOOTHED") };
    this.#claims = loader(source, CLAIMS);
    this.#tracks = loader(source, TRACKS);
    this.#commitments = loader(source, COMMITMENTS);
    this.#drains = loader(source, PAIR_DRAINS);
  }

  /** Its reveals, in the figures of a basis. */
  async reveals({ id, count }: Counted, question: Question, basis: CapacityBasis): Promise<RevealsRead> {
    return revealsOf(await this.#reveals[basis](id, question, count));
  }

  /** What its reveals claimed, against its cap. */
  async claims({ id, count }: Counted, question: Question): Promise<ClaimsRead> {
    return claimsOf(await this.#claims(id, question, count));
  }

  /** How its EWMA followed its reveals. */
  async tracks({ id, count }: Counted, question: Question): Promise<TracksRead> {
    return tracksOf(await this.#tracks(id, question, count));
  }

  /** What became of each of its commitments. */
  async commitments({ id, count }: Counted, question: Question): Promise<CommitFate[]> {
    return fatesOf(await this.#commitments(id, question, count));
  }

  /** What the task type's buffer has paid the sink. */
  async drains({ id, count }: Counted, question: Question): Promise<DrainsRead> {
    return drainsOf(await this.#drains(id, question, count));
  }
}
