import {
  bottleneckBuckets,
  bottleneckOf,
  stageCapacities,
} from "@manometer/analytics/metrics/pipelineCapacity";
import type { FieldNode, GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { type Series, seriesOf } from "../question.ts";
import { ordered, type StageRow, stageRows, stagesOver } from "../stages.ts";
import { askedOf, STAGES, stagesWith } from "../stagesAsked.ts";

type Parent = { readonly manometer_stages: readonly StageRow[] };

const selectionSet = `{ ${STAGES} }`;

/** What we add to a pipeline. */
export const Pipeline = {
  effectiveCapacities: {
    selectionSet,
    resolve({ manometer_stages }: Parent) {
      const stages = ordered(manometer_stages);
      return stageRows(stages, stageCapacities(stages.map((stage) => stage.capacity)));
    },
  },
  bottleneck: {
    selectionSet: (field: FieldNode) => stagesWith(field),
    async resolve(parent: object, _args: unknown, context: Context, info: GraphQLResolveInfo) {
      const { rows, stages } = await askedOf(parent, context, info);
      const all = ordered(rows);
      const place = all[bottleneckOf(all.map((stage) => stage.capacity)) ?? -1]?.index;
      return place === undefined ? null : stages[place];
    },
  },
  bottleneckOverTime: {
    selectionSet,
    async resolve({ manometer_stages }: Parent, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const stages = ordered(manometer_stages);
      const { series, window, resolution } = await stagesOver(context.histories, stages, question);
      return bottleneckBuckets(series, window, question.interval).map((row) => {
        const rows = stageRows(stages, row.stages);
        return {
          ...row,
          resolution,
          stages: rows,
          bottleneckId: rows.find((stage) => stage.isBottleneck)?.stageId ?? null,
        };
      });
    },
  },
};
