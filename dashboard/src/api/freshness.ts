import type { FreshnessFragment } from "../../generated/Network/graphql.ts";
import { Store } from "./Store.ts";

/** The block that the page's figures stand on; null before the first answer. */
export const freshness = new Store<FreshnessFragment | null>(null);
